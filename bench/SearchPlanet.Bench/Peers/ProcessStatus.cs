using System.Globalization;

namespace SearchPlanet.Bench.Peers;

/// <summary>What Linux says of this process and the machine.</summary>
internal static class ProcessStatus
{
    /// <summary>A line of <c>/proc/self/status</c> in MiB: <c>VmHWM</c>, <c>RssAnon</c>.</summary>
    public static long MiB(string key)
    {
        foreach (var line in File.ReadLines("/proc/self/status"))
        {
            if (line.StartsWith(key + ":", StringComparison.Ordinal))
            {
                return long.Parse(line[(key.Length + 1)..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture) / 1024;
            }
        }

        return 0;
    }

    /// <summary>The load average of the last minute.</summary>
    public static string Load() => File.ReadAllText("/proc/loadavg").Split(' ')[0];
}
