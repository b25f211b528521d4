namespace SearchPlanet.EndToEnd.Running;

/// <summary>
/// A file system in a file, whose power can be cut: what it has written to the file by then is what a disk would hold, and what was not synced is
/// mostly not there yet. Needs the right to mount: without it the test is skipped.
/// </summary>
internal sealed class BlockDisk : IDisposable
{
    private readonly string _image;

    private BlockDisk(string image, string path)
    {
        _image = image;
        Path = path;
    }

    public string Path { get; }

    public static BlockDisk MountOrSkip(int megabytes)
    {
        var image = System.IO.Path.GetTempFileName();
        using (var file = File.OpenWrite(image))
        {
            file.SetLength((long)megabytes << 20);
        }

        if (OperatingSystem.IsLinux() && SystemCommand.Succeeds("mkfs.ext4", "-q", "-F", image) && Mount(image) is { } disk)
        {
            return disk;
        }

        File.Delete(image);
        Assert.Skip("A disk whose power can be cut needs the right to mount one.");
        return null;
    }

    /// <summary>
    /// Another disk with what this one holds at this moment, as after a power cut. Nobody may be writing, or the parts of the copy are of different
    /// moments.
    /// </summary>
    public BlockDisk CutPower()
    {
        var image = System.IO.Path.GetTempFileName();
        File.Copy(_image, image, overwrite: true);
        return Mount(image) ?? throw new IOException("What the disk held cannot be mounted.");
    }

    public void Dispose()
    {
        // Lazily: a process that was just killed may still hold a file.
        SystemCommand.Succeeds("umount", "-l", Path);
        Directory.Delete(Path);
        File.Delete(_image);
    }

    // The file system's own clock would sync everything every five seconds.
    private static BlockDisk? Mount(string image)
    {
        var path = Directory.CreateTempSubdirectory("searchplanet-disk-").FullName;
        if (SystemCommand.Succeeds("mount", "-o", "loop,commit=300", image, path))
        {
            return new BlockDisk(image, path);
        }

        Directory.Delete(path);
        return null;
    }
}
