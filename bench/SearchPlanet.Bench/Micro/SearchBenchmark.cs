using BenchmarkDotNet.Attributes;
using SearchPlanet.Engine.Facets;
using SearchPlanet.Engine.Indexing;
using SearchPlanet.Engine.Search;

namespace SearchPlanet.Bench.Micro;

/// <summary>
/// The parts of a search: looking terms up, expanding a misspelt one, the ten best with and without an exact total, and
/// counting facets. Corpus: <see cref="MicroCorpus"/>. Run: <c>-- micro --filter *Search*</c>.
/// </summary>
[MemoryDiagnoser]
public class SearchBenchmark : IDisposable
{
    private readonly DirectoryReader _reader;
    private readonly IndexSearcher _searcher;
    private readonly MatchSet _matches;

    public SearchBenchmark()
    {
        _reader = MicroCorpus.Open();
        _searcher = new IndexSearcher(_reader);
        _matches = _searcher.Matches(Word(8));
    }

    [Benchmark]
    public bool LookUpTerm() => _reader.Leaves[0].Reader.Terms("text")!.TryGet("aaabcd"u8, out _);

    [Benchmark]
    public int ExpandFuzzy() => _searcher.Count(new FuzzyQuery(new Term("text", MicroCorpus.Word(9_000)), 2));

    [Benchmark(Baseline = true)]
    public TopDocs TopOfTerm() => _searcher.Search(Word(8), 10);

    [Benchmark]
    public TopDocs TopOfAll() => _searcher.Search(BooleanQuery.All(Word(8), Word(15)), 10);

    [Benchmark]
    public TopDocs TopOfAny() => _searcher.Search(BooleanQuery.Any(Word(8), Word(15)), 10);

    [Benchmark]
    public TopDocs TopOfAnyWithoutTotal() =>
        _searcher.Search(BooleanQuery.Any(Word(8), Word(15)), new SearchOptions { ExactTotal = false });

    [Benchmark]
    public long CountFacets()
    {
        long sum = 0;
        foreach (var counts in FacetCounter.Count(_matches, "tag", "author"))
        {
            using (counts)
            {
                sum += counts.Sum;
            }
        }

        return sum;
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _reader.Dispose();
        GC.SuppressFinalize(this);
    }

    private static TermQuery Word(int n) => new("text", MicroCorpus.Word(n));
}
