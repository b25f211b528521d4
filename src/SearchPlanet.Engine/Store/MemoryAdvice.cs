using System.Runtime.InteropServices;

namespace SearchPlanet.Engine.Store;

/// <summary>madvise, which .NET has no call for: a merge reads gigabytes once, which must not count as memory in use.</summary>
internal static unsafe partial class MemoryAdvice
{
    private const int DontNeedAdvice = 4;

    /// <summary>Drops the pages of a read-only file mapping from this process; the system's cache keeps them as long as it likes.</summary>
    public static void DontNeed(byte* pointer, long length)
    {
        // An advice: whether it was taken does not matter.
        if (OperatingSystem.IsLinux() && pointer is not null)
        {
            _ = Advise(pointer, (nuint)length, DontNeedAdvice);
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int Advise(byte* pointer, nuint length, int advice);
}
