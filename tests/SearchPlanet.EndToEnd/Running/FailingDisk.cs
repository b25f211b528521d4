namespace SearchPlanet.EndToEnd.Running;

/// <summary>
/// A disk of its own, ext4 in a file, that the kernel makes read-only beneath open files when it meets an error. Needs the right to mount a
/// file: without it the test is skipped.
/// </summary>
internal sealed class FailingDisk : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _image;

    private FailingDisk(int megabytes)
    {
        (_image, Path) = (_folder.File("disk.img"), _folder.File("mounted"));
        Directory.CreateDirectory(Path);
        using var image = File.Create(_image);
        image.SetLength(megabytes * 1024L * 1024L);
    }

    public string Path { get; }

    // For a shell, which knows what the file is mounted from.
    private string Trigger => $"/sys/fs/ext4/$(basename $(findmnt -n -o SOURCE '{Path}'))/trigger_fs_error";

    public static FailingDisk MountOrSkip(int megabytes)
    {
        var disk = new FailingDisk(megabytes);
        if (!OperatingSystem.IsLinux() || !SystemCommand.Succeeds("mkfs.ext4", "-q", disk._image) || !disk.Mount()
            || !SystemCommand.Succeeds("sh", "-c", $"test -w {disk.Trigger}"))
        {
            disk.Dispose();
            Assert.Skip("A failing disk needs mkfs.ext4, the right to mount a file, and a kernel that can be told of an error.");
        }

        return disk;
    }

    /// <summary>The kernel meets an error, and writes nothing more.</summary>
    public void Fail() => SystemCommand.Succeeds("sh", "-c", $"echo 1 > {Trigger}").ShouldBeTrue();

    /// <summary>What an operator does then. Nobody may have a file open.</summary>
    public void Repair()
    {
        SystemCommand.Succeeds("umount", Path).ShouldBeTrue();
        // Anything but 0 says that it has mended something, as it should.
        SystemCommand.Succeeds("e2fsck", "-fy", _image);
        Mount().ShouldBeTrue();
    }

    public void Dispose()
    {
        // Lazily: a process that was just killed may still hold a file.
        SystemCommand.Succeeds("umount", "-l", Path);
        _folder.Dispose();
    }

    private bool Mount() => SystemCommand.Succeeds("mount", "-o", "loop,errors=remount-ro", _image, Path);
}
