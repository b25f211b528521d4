using System.Globalization;
using SearchPlanet.Engine.CrashWriter;
using SearchPlanet.Engine.Indexing;
using SearchPlanet.Engine.Store;

// Works on an index until it is killed: folder, seed. Says each committed step on standard output once the commit has returned.
var directory = new FileIndexDirectory(args[0]);
var seed = int.Parse(args[1], CultureInfo.InvariantCulture);
var options = new IndexWriterOptions { RamBufferBytes = 1 << 20, MergePolicy = new MergePolicy { SegmentsPerTier = 3 } };
using var writer = IndexWriter.Open(directory, CrashLoad.Schema, options);
using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
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
