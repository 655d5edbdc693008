namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

public abstract class BindingAttribute : Attribute
{
    private protected BindingAttribute()
    {
    }
}

public abstract class TriggerBindingAttribute : BindingAttribute
{
    protected TriggerBindingAttribute()
    {
    }
}

public abstract class InputBindingAttribute : BindingAttribute
{
    protected InputBindingAttribute()
    {
    }
}
