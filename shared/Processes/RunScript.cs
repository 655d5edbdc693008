using System.Globalization;

namespace ClickDeploy.Processes;

/// <summary>
/// The constant shell script around every workload. It outlives the platform: it claims the folder, holds the limits, keeps the output
/// small, ends what runs too long, and writes how it ended. Its arguments are positional; nothing is put into its text.
/// </summary>
internal static class RunScript
{
    // Notes for whoever changes it:
    // - The user's variables are in this shell's environment (they must never be arguments), so its own are prefixed, tools are named by
    //   absolute path (shells do not take IFS from the environment).
    // - TERM, INT and HUP are trapped, never ignored: the command would inherit that. It runs in the foreground, since a shell starts
    //   background commands with INT ignored. The platform signals the whole process group, so the shell has nothing to forward.
    // - "started" is written by the process that becomes the command: until then a TERM would meet nothing but the trap, and be lost.
    // - The guard of a run without a deadline looks ever less often while little is written, up to every 16 s: each look starts a program.
    // - /proc/$$/fdinfo says how long the output is without starting a program: shell and command share one open file.
    // - The last act kills what the command left behind, the guard and the shell itself.
    private const string Text = """
        set -f
        trap : TERM INT HUP
        __ctd_dir=$1 __ctd_removed=$2 __ctd_kill=$3 __ctd_timeout=$4 __ctd_keep=$5 __ctd_bytes=$6
        __ctd_files=$7 __ctd_data=$8 __ctd_fsize=$9 __ctd_groups=${10}
        shift 10
        {
          read -r __ctd_boot </proc/sys/kernel/random/boot_id
          read -r __ctd_x __ctd_x __ctd_x __ctd_x __ctd_x __ctd_x __ctd_x __ctd_x __ctd_x __ctd_x __ctd_x __ctd_x __ctd_x \
            __ctd_x __ctd_x __ctd_x __ctd_x __ctd_x __ctd_x __ctd_x __ctd_x __ctd_start __ctd_x </proc/$$/stat
          set -C
          echo "$__ctd_boot $$ $__ctd_start" >"$__ctd_dir/claim" || exit 0
          set +C
          [ ! -e "$__ctd_removed" ] || exit 0
          while [ "$__ctd_groups" -gt 0 ]; do
            echo $$ >"$1" || { echo "$1" >"$__ctd_dir/no-cgroup"; exit 0; }
            shift
            __ctd_groups=$((__ctd_groups - 1))
          done
        } 2>/dev/null

        __ctd_end() {
          [ -z "$__ctd_kill" ] || echo 1 >"$__ctd_kill"
          kill -9 0
        }

        # $1: descriptor, $2: file, $3: bytes given back so far; sets __ctd_trimmed to those given back now.
        __ctd_trim() {
          __ctd_trimmed=$3
          read -r __ctd_x __ctd_pos <"/proc/$$/fdinfo/$1" || return 0
          [ "$((__ctd_pos - __ctd_bytes - $3))" -gt 1048576 ] || return 0
          __ctd_trimmed=$((__ctd_pos - __ctd_bytes))
          __ctd_nap=0.2
          case $__ctd_keep in
            head) /usr/bin/fallocate -p -o "$__ctd_bytes" -l "$__ctd_trimmed" "$2" ;;
            tail) /usr/bin/fallocate -p -o 0 -l "$__ctd_trimmed" "$2" ;;
          esac
        }

        (
          trap '' TERM INT HUP
          IFS='. ' read -r __ctd_now __ctd_x </proc/uptime
          __ctd_deadline=$((__ctd_now + __ctd_timeout))
          __ctd_out=0 __ctd_err=0 __ctd_nap=0.2 __ctd_calm=1 __ctd_most=2
          [ "$__ctd_timeout" -gt 0 ] || __ctd_most=16
          while :; do
            if [ "$__ctd_timeout" -gt 0 ]; then
              IFS='. ' read -r __ctd_now __ctd_x </proc/uptime
              if [ "$__ctd_now" -ge "$__ctd_deadline" ]; then
                echo >"$__ctd_dir/timed-out"
                __ctd_end
              fi
              [ "$((__ctd_deadline - __ctd_now))" -ge 2 ] || __ctd_nap=0.2
            fi
            /bin/sleep "$__ctd_nap" || exit
            # Quick while there is much to give back.
            [ "$__ctd_nap" != 0.2 ] || __ctd_calm=1
            [ "$__ctd_calm" -ge "$__ctd_most" ] || __ctd_calm=$((__ctd_calm * 2))
            __ctd_nap=$__ctd_calm
            __ctd_trim 1 "$__ctd_dir/stdout" "$__ctd_out"
            __ctd_out=$__ctd_trimmed
            [ -e "$__ctd_dir/stderr" ] || continue
            __ctd_trim 2 "$__ctd_dir/stderr" "$__ctd_err"
            __ctd_err=$__ctd_trimmed
          done
        ) </dev/null >/dev/null 2>&1 &

        (
          ulimit -n "$__ctd_files" 2>/dev/null
          ulimit -d "$__ctd_data" 2>/dev/null
          ulimit -f "$__ctd_fsize" 2>/dev/null
          : >"$__ctd_dir/started"
          exec "$@"
        )
        __ctd_code=$?
        {
          echo "$__ctd_code" >"$__ctd_dir/exit.new" && /bin/mv "$__ctd_dir/exit.new" "$__ctd_dir/exit"
          __ctd_end
        } 2>/dev/null
        """;

    /// <summary>The arguments of <c>/bin/sh</c>, its name first.</summary>
    public static IReadOnlyList<string> Arguments(RunPlan plan, RunFolder folder, Cgroup cgroup, long? dataBytes)
    {
        var entries = cgroup.EntryFiles;
        return
        [
            "sh",
            "-c",
            Text,
            "clickdeploy-run",
            folder.Root,
            folder.Tombstone,
            cgroup.KillFile ?? "",
            Number((long)Math.Ceiling(plan.Timeout?.TotalSeconds ?? 0)),
            plan.Output.Keep == OutputKeep.Head ? "head" : "tail",
            Number(plan.Output.Bytes),
            Number(plan.OpenFiles),
            dataBytes is { } data ? Number(data / 1024) : "unlimited",
            // The unit of ulimit -f is 512 bytes.
            plan.FileBytes is { } file ? Number(Math.Max(1, file / 512)) : "unlimited",
            Number(entries.Count),
            .. entries,
            .. plan.Command,
        ];
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
