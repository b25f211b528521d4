using System.Runtime.InteropServices;

namespace SearchPlanet.Bench.Peers;

/// <summary>Processor time of the calling thread: what a query costs whatever else the machine does. Linux only.</summary>
internal static partial class ThreadTime
{
    private const int ThreadCpuTime = 3;

    internal static double Milliseconds()
    {
        if (clock_gettime(ThreadCpuTime, out var time) != 0)
        {
            throw new InvalidOperationException("The system does not tell a thread's processor time.");
        }

        return (time.Seconds * 1e3) + (time.Nanoseconds / 1e6);
    }

    [LibraryImport("libc")]
    private static partial int clock_gettime(int clock, out TimeSpec time);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct TimeSpec
    {
        internal readonly nint Seconds;
        internal readonly nint Nanoseconds;
    }
}
