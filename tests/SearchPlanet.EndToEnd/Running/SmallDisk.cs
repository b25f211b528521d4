namespace SearchPlanet.EndToEnd.Running;

/// <summary>A file system of a few megabytes that can be filled and made read-only. Needs the right to mount: without it the test is skipped.</summary>
internal sealed class SmallDisk : IDisposable
{
    private SmallDisk(string path) => Path = path;

    public string Path { get; }

    private string Junk => System.IO.Path.Combine(Path, "junk");

    public static SmallDisk MountOrSkip(int megabytes)
    {
        var path = Directory.CreateTempSubdirectory("searchplanet-disk-").FullName;
        if (!OperatingSystem.IsLinux() || !SystemCommand.Succeeds("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", path))
        {
            Directory.Delete(path);
            Assert.Skip("A small disk needs the right to mount one.");
        }

        return new SmallDisk(path);
    }

    /// <summary>Leaves not a byte.</summary>
    public void Fill()
    {
        using var file = new FileStream(Junk, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        foreach (var size in (int[])[1 << 20, 4096, 1])
        {
            try
            {
                while (true)
                {
                    file.Write(new byte[size]);
                }
            }
            catch (IOException)
            {
                // Full, as far as this size goes.
            }
        }
    }

    public void MakeRoom() => File.Delete(Junk);

    public void MakeReadOnly() => SystemCommand.Succeeds("mount", "-o", "remount,ro", Path).ShouldBeTrue();

    public void MakeWritable() => SystemCommand.Succeeds("mount", "-o", "remount,rw", Path).ShouldBeTrue();

    public void Dispose()
    {
        // Lazily: a process that was just killed may still hold a file.
        SystemCommand.Succeeds("umount", "-l", Path);
        Directory.Delete(Path);
    }
}
