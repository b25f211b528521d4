using System.Globalization;
using System.Runtime.Intrinsics;
using SearchPlanet.Engine.CrashWriter;
using SearchPlanet.Engine.Indexing;
using SearchPlanet.Engine.Store;

// Works on an index until it is killed: folder, seed. Says each committed step on standard output once the commit has returned.
// With a number of steps as a third argument it works so many, in one order whatever the machine, and says what queries find.
var directory = new FileIndexDirectory(args[0]);
var seed = int.Parse(args[1], CultureInfo.InvariantCulture);
var isEndless = args.Length == 2;
var options = new IndexWriterOptions { RamBufferBytes = 1 << 20, MergePolicy = isEndless ? new MergePolicy { SegmentsPerTier = 3 } : MergePolicy.None };
using var writer = IndexWriter.Open(directory, CrashLoad.Schema, options);
using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
if (!isEndless)
{
    output.WriteLine($"Vector128 {Vector128.IsHardwareAccelerated}, Vector256 {Vector256.IsHardwareAccelerated}");
    for (var i = 1; i <= int.Parse(args[2], CultureInfo.InvariantCulture); i++)
    {
        CrashLoad.Apply(seed, i, writer);
    }

    writer.Commit();
    writer.ForceMerge(1);
    writer.Commit();
    using var reader = writer.GetReader();
    foreach (var line in Answers.Of(reader, seed))
    {
        output.WriteLine(line);
    }

    return;
}

var step = int.Parse(writer.UserData.GetValueOrDefault("step", "0"), CultureInfo.InvariantCulture);
output.WriteLine(step.ToString(CultureInfo.InvariantCulture));
while (true)
{
    step++;
    CrashLoad.Apply(seed, step, writer);
    var random = new Random(step);
    if (random.Next(2) == 0)
    {
        writer.GetReader().Dispose();
    }

    if (random.Next(40) == 0)
    {
        writer.ForceMerge(1);
    }

    if (random.Next(3) == 0)
    {
        writer.Commit(new Dictionary<string, string> { ["step"] = step.ToString(CultureInfo.InvariantCulture) });
        output.WriteLine(step.ToString(CultureInfo.InvariantCulture));
    }
}
