using BenchmarkDotNet.Attributes;
using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Bench.Micro;

/// <summary>
/// What going through postings costs: decoding every block of a list, and advancing by steps that stay in a block or leave it.
/// Corpus: <see cref="MicroCorpus"/>. Run: <c>-- micro --filter *Postings*</c>.
/// </summary>
[MemoryDiagnoser]
public class PostingsBenchmark : IDisposable
{
    private readonly DirectoryReader _reader = MicroCorpus.Open();

    /// <summary>Which word: 0 is in most documents, 2,000 in few.</summary>
    [Params(1, 20, 200)]
    public int Word { get; set; }

    [Benchmark(Baseline = true)]
    public int DecodeDocs()
    {
        var postings = Postings();
        var count = 0;
        while (postings.NextBlock())
        {
            count += postings.Docs.Length;
        }

        return count;
    }

    [Benchmark]
    public int DecodeDocsAndFreqs()
    {
        var postings = Postings();
        var sum = 0;
        while (postings.NextBlock())
        {
            sum += postings.Freqs[0];
        }

        return sum;
    }

    [Benchmark]
    [Arguments(50)]
    [Arguments(5000)]
    public int Advance(int step)
    {
        var postings = Postings();
        var count = 0;
        for (var doc = postings.NextDoc(); doc < MicroCorpus.Documents - step; doc = postings.Advance(doc + step))
        {
            count++;
        }

        return count;
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _reader.Dispose();
        GC.SuppressFinalize(this);
    }

    private PostingsEnum Postings() => _reader.Leaves[0].Reader.Postings(new Term("text", MicroCorpus.Word(Word)))!;
}
