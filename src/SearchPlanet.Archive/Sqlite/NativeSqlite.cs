using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace SearchPlanet.Archive.Sqlite;

/// <summary>
/// Binds the system's SQLite where it is newer than the one that the package brings (see docs/decisions/0003): the system's
/// gets its fixes from the distribution. Only Linux has one under a name that promises its interface.
/// </summary>
internal static class NativeSqlite
{
    private const string SystemLibrary = "libsqlite3.so.0";

    /// <summary>The version that the package brings: an older one of the system's is left alone.</summary>
    private const int BundledVersion = 3_035_005;

    private static readonly Lock Gate = new();

    private static bool _isLoaded;

    /// <summary>Binds once a process; later calls do nothing.</summary>
    public static void Load()
    {
        lock (Gate)
        {
            if (_isLoaded)
            {
                return;
            }

            if (OperatingSystem.IsLinux())
            {
                NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, Resolve);
            }

            Batteries_V2.Init();
            _isLoaded = true;
        }
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (name != "e_sqlite3" || !NativeLibrary.TryLoad(SystemLibrary, out var system))
        {
            return 0;
        }

        if (NativeLibrary.TryGetExport(system, "sqlite3_libversion_number", out var export)
            && Marshal.GetDelegateForFunctionPointer<VersionNumber>(export)() >= BundledVersion)
        {
            return system;
        }

        NativeLibrary.Free(system);
        return 0;
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int VersionNumber();
}
