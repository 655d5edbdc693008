using ClickDeploy.Clients.Git;

namespace ClickDeploy.Tests.Shared.Clients.Git;

public sealed class GitUrlTests
{
    [Theory]
    [InlineData("https://github.com/acme/web", GitTransport.Https, "github.com")]
    [InlineData("https://github.com/acme/web.git", GitTransport.Https, "github.com")]
    [InlineData("HTTPS://Git.Example.com:8443/a/b%20c/", GitTransport.Https, "Git.Example.com")]
    [InlineData("https://[2001:db8::1]:8443/web", GitTransport.Https, "[2001:db8::1]")]
    [InlineData("https://127.0.0.1/web", GitTransport.Https, "127.0.0.1")]
    [InlineData("ssh://git@github.com/acme/web.git", GitTransport.Ssh, "github.com")]
    [InlineData("ssh://github.com:2222/acme/web.git", GitTransport.Ssh, "github.com")]
    [InlineData("git@github.com:acme/web.git", GitTransport.Ssh, "github.com")]
    [InlineData("deploy.user@git.example.com:~/web", GitTransport.Ssh, "git.example.com")]
    [InlineData("file:///home/me/web", GitTransport.File, "")]
    [InlineData("http://127.0.0.1:3000/acme/web", GitTransport.Http, "127.0.0.1")]
    [InlineData("http://localhost/acme/web", GitTransport.Http, "localhost")]
    public void Parse_AddressOfARepository_IsAccepted(string text, GitTransport transport, string host)
    {
        var url = Assert.IsType<Parsed<GitUrl>.Accepted>(GitUrl.Parse(text, development: true)).Value;

        Assert.Equal((text, transport, host), (url.Text, url.Transport, url.Host));
    }

    [Theory]
    [InlineData("http://127.0.0.1:3000/acme/web")]
    [InlineData("file:///home/me/web")]
    public void Parse_OfThisMachine_IsRefusedOutsideDevelopment(string text) => Assert.Equal("unsupported_scheme", Assert.IsType<Parsed<GitUrl>.Refused>(GitUrl.Parse(text, development: false)).Code);

    [Theory]
    [InlineData("HTTPS://Git.Example.com:8443/a/b", "https://git.example.com:8443")]
    [InlineData("ssh://git@github.com/acme/web.git", null)]
    [InlineData("git@github.com:acme/web.git", null)]
    public void Origin_IsWhomATokenIsFor(string text, string? origin) => Assert.Equal(origin, Assert.IsType<Parsed<GitUrl>.Accepted>(GitUrl.Parse(text, development: true)).Value.Origin);

    [Theory]
    [InlineData("", "required")]
    [InlineData("http://localhost.example.com/acme/web", "unsupported_scheme")]
    [InlineData("-uhttps://github.com/acme/web", "invalid_url")]
    [InlineData("--upload-pack=touch /tmp/x", "invalid_characters")]
    [InlineData("--upload-pack=x", "invalid_url")]
    [InlineData("ext::sh -c touch% /tmp/x", "invalid_characters")]
    [InlineData("ext::sh", "unsupported_scheme")]
    [InlineData("fd::17", "unsupported_scheme")]
    [InlineData("https::https://github.com/acme/web", "unsupported_scheme")]
    [InlineData("http://github.com/acme/web", "unsupported_scheme")]
    [InlineData("git://github.com/acme/web", "unsupported_scheme")]
    [InlineData("ftp://github.com/acme/web", "unsupported_scheme")]
    [InlineData("javascript://github.com/acme/web", "unsupported_scheme")]
    [InlineData("https://ada:secret@github.com/acme/web", "credentials_in_url")]
    [InlineData("https://token@github.com/acme/web", "credentials_in_url")]
    [InlineData("https://@github.com/acme/web", "credentials_in_url")]
    [InlineData("ssh://git:secret@github.com/acme/web", "credentials_in_url")]
    [InlineData("ssh://-oProxyCommand=x@github.com/acme/web", "invalid_url")]
    [InlineData("ssh://-oProxyCommand=x/acme/web", "invalid_url")]
    [InlineData("ssh://git@-oProxyCommand=x/acme/web", "invalid_url")]
    [InlineData("git@-oProxyCommand=x:acme/web", "invalid_url")]
    [InlineData("git@github.com:-acme", "invalid_url")]
    [InlineData("-git@github.com:acme/web", "invalid_url")]
    [InlineData("https://", "invalid_url")]
    [InlineData("https:///acme/web", "invalid_url")]
    [InlineData("https://github.com", "invalid_url")]
    [InlineData("https://github.com/", "invalid_url")]
    [InlineData("https://github.com:0/a", "invalid_url")]
    [InlineData("https://github.com:99999/a", "invalid_url")]
    [InlineData("https://[::x]/a", "invalid_url")]
    [InlineData("https://github.com/acme/web?token=x", "invalid_url")]
    [InlineData("https://github.com/acme/web#main", "invalid_url")]
    [InlineData("https://github.com/acme/web tree", "invalid_characters")]
    [InlineData("https://github.com/acme/web\n", "invalid_characters")]
    [InlineData("https://github.com/acme%0aweb", "invalid_characters")]
    [InlineData("https://github.com/acme%7Fweb", "invalid_characters")]
    [InlineData("https://gïthub.com/acme/web", "invalid_characters")]
    [InlineData("github.com/acme/web", "invalid_url")]
    [InlineData("acme/web", "invalid_url")]
    [InlineData("/home/me/web", "invalid_url")]
    [InlineData("../web", "invalid_url")]
    [InlineData("file://host/web", "invalid_url")]
    [InlineData("file:////host/web", "invalid_url")]
    [InlineData("file://", "invalid_url")]
    [InlineData("file:///", "invalid_url")]
    public void Parse_AnythingElse_IsRefusedWithASentence(string text, string code)
    {
        var refused = Assert.IsType<Parsed<GitUrl>.Refused>(GitUrl.Parse(text, development: true));

        Assert.Equal(code, refused.Code);
        Assert.EndsWith(".", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_FolderOutsideDevelopmentMode_IsRefused() =>
        Assert.Equal("unsupported_scheme", Assert.IsType<Parsed<GitUrl>.Refused>(GitUrl.Parse("file:///home/me/web", development: false)).Code);

    [Fact]
    public void Parse_TooLong_IsRefused() =>
        Assert.Equal("too_long", Assert.IsType<Parsed<GitUrl>.Refused>(GitUrl.Parse("https://github.com/" + new string('a', 2048), development: false)).Code);
}
