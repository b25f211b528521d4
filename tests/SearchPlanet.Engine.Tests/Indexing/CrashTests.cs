using System.Diagnostics;
using System.Globalization;
using System.Text;
using SearchPlanet.Engine.CrashWriter;
using SearchPlanet.Engine.Indexing;
using SearchPlanet.Engine.Store;
using SearchPlanet.Testing;

namespace SearchPlanet.Engine.Tests.Indexing;

/// <summary>Kills a real process at random moments of a mixed load. <c>SEARCHPLANET_KILLS</c> sets how often; 25 by default.</summary>
public sealed class CrashTests
{
    [Fact]
    public async Task Kill_AtAnyMoment_LosesNothingCommitted()
    {
        var kills = int.Parse(Environment.GetEnvironmentVariable("SEARCHPLANET_KILLS") ?? "25", CultureInfo.InvariantCulture);
        var seed = Random.Shared.Next(1000);
        var random = new Random(seed);
        TestContext.Current.SendDiagnosticMessage($"Seed {seed}");
        using var folder = new TempFolder();
        var directory = new FileIndexDirectory(folder.Path);
        var expected = new Dictionary<int, int>();
        var applied = 0;
        var inTheMiddle = 0;
        for (var kill = 0; kill < kills; kill++)
        {
            var told = await WorkUntilKilled(folder.Path, seed, random.Next(1, 12), TimeSpan.FromMilliseconds(random.Next(40)));
            using (var reader = DirectoryReader.Open(directory, CrashLoad.Schema))
            {
                // Everything up to what the commit told, or the commit after, whose word did not reach us.
                var step = int.Parse(reader.UserData["step"], CultureInfo.InvariantCulture);
                step.ShouldBeGreaterThanOrEqualTo(told, $"kill {kill}, seed {seed}");
                while (applied < step)
                {
                    CrashLoad.Apply(seed, ++applied, expected);
                }

                Verify(reader, expected);
            }

            inTheMiddle += directory.ListFiles().Any(static f => f.EndsWith(".tmp", StringComparison.Ordinal)) ? 1 : 0;
            IndexChecker.Check(directory, CrashLoad.Schema, TestContext.Current.CancellationToken).ShouldBeEmpty($"kill {kill}, seed {seed}");
        }

        // Nothing is left that stops a writer, or that nobody removes.
        using var writer = IndexWriter.Open(directory, CrashLoad.Schema);
        HashSet<string> files = [.. directory.ListFiles()];
        files.RemoveWhere(static f => f.StartsWith("write.lock", StringComparison.Ordinal));
        files.Count(static f => f.EndsWith(".json", StringComparison.Ordinal)).ShouldBe(1);
        using var last = writer.GetReader();
        files.Count(static f => f.EndsWith(".seg", StringComparison.Ordinal)).ShouldBe(last.Leaves.Length);
        TestContext.Current.SendDiagnosticMessage($"{kills} kills, {applied} steps, {inTheMiddle} in the middle of a manifest or merge");
    }

    // Lets it commit so often, then so long, so that the kill comes anywhere between two commits.
    private static async Task<int> WorkUntilKilled(string path, int seed, int commits, TimeSpan delay)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "SearchPlanet.Engine.CrashWriter.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, path, seed.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        var cancelled = TestContext.Current.CancellationToken;
        string? last = null;
        for (var i = 0; i <= commits; i++)
        {
            last = await process.StandardOutput.ReadLineAsync(cancelled);
            last.ShouldNotBeNull("The writer ended: see its standard error.");
        }

        await Task.Delay(delay, cancelled);
        process.Kill();
        var rest = await process.StandardOutput.ReadToEndAsync(cancelled);
        await process.WaitForExitAsync(cancelled);

        // A line may be cut off by the kill.
        string[] lines = [last!, .. rest.Split('\n')[..^1]];
        return int.Parse(lines[^1], CultureInfo.InvariantCulture);
    }

    private static void Verify(DirectoryReader reader, Dictionary<int, int> expected)
    {
        reader.NumDocs.ShouldBe(expected.Count);
        var found = 0;
        foreach (var leaf in reader.Leaves)
        {
            var stored = leaf.Reader.StoredFields();
            var steps = leaf.Reader.NumericDocValues("step")!;
            for (var doc = 0; doc < leaf.Reader.MaxDoc; doc++)
            {
                if (leaf.Reader.LiveDocs is { } live && !live[doc])
                {
                    continue;
                }

                var id = int.Parse(stored.Summary(doc).GetString("id")!, CultureInfo.InvariantCulture);
                var step = expected[id];
                if (steps.Get(doc) != step || stored.Body(doc).GetString("body") != CrashLoad.TextOf(id, step))
                {
                    Assert.Fail($"Document {id} of step {step} is torn.");
                }

                var postings = leaf.Reader.Postings(new Term("id", Encoding.UTF8.GetBytes(id.ToString(CultureInfo.InvariantCulture))))!;
                postings.Advance(doc).ShouldBe(doc);
                found++;
            }
        }

        found.ShouldBe(expected.Count);
    }
}
