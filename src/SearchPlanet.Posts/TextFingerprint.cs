using System.Numerics;

namespace SearchPlanet.Posts;

/// <summary>What the archive remembers of a body's text to know it again.</summary>
/// <param name="SimHash">64-bit simhash (Charikar, STOC 2002) over runs of three words: near-equal texts differ in few bits.</param>
/// <param name="Words">Words read, at most <see cref="MaxWords"/>.</param>
/// <param name="Sketch">
/// The <see cref="SketchSize"/> smallest hashes of its runs of five words (min-wise sampling, Broder 1997), ascending: texts
/// that share paragraphs share some of them wherever the paragraphs stand. Empty for texts too short to tell.
/// </param>
public sealed record TextFingerprint(long SimHash, int Words, IReadOnlyList<long> Sketch)
{
    /// <summary>Reading stops here: two posts that agree on so much are one.</summary>
    public const int MaxWords = 20_000;

    public const int SketchSize = 6;

    /// <summary>Fewer words than these are too little to call two posts alike by their text alone.</summary>
    public const int MinWords = 40;

    private const int Run = 5;

    /// <summary>Reads a body in HTML, Markdown or plain text.</summary>
    public static TextFingerprint Of(string body)
    {
        var words = BodyWords.Read(body, MaxWords);
        return new TextFingerprint(SimHashOf(words), words.Count, SketchOf(words));
    }

    /// <summary>Bits in which two simhashes differ, 0 to 64.</summary>
    public static int Distance(long a, long b) => BitOperations.PopCount((ulong)(a ^ b));

    /// <summary>The share of the shorter text's runs of five words that the longer one holds too, 0 to 1: the same text, an excerpt and its whole give nearly 1.</summary>
    public static double Containment(string a, string b)
    {
        var first = RunsOf(BodyWords.Read(a, MaxWords));
        var second = RunsOf(BodyWords.Read(b, MaxWords));
        var (few, many) = first.Count <= second.Count ? (first, second) : (second, first);
        if (few.Count == 0)
        {
            return 0;
        }

        var shared = 0;
        foreach (var run in few)
        {
            shared += many.Contains(run) ? 1 : 0;
        }

        return (double)shared / few.Count;
    }

    private static long SimHashOf(List<ulong> words)
    {
        // Sixty-four counters side by side: digits[k] holds the k-th binary digit of each, and a run is added to all by carrying.
        Span<ulong> digits = stackalloc ulong[16];
        digits.Clear();
        for (var i = 0; i < words.Count; i++)
        {
            var carry = HashOf(words, i, 3);
            for (var k = 0; carry != 0; k++)
            {
                (digits[k], carry) = (digits[k] ^ carry, digits[k] & carry);
            }
        }

        ulong simHash = 0;
        for (var bit = 0; bit < 64; bit++)
        {
            var votes = 0;
            for (var k = 0; k < digits.Length; k++)
            {
                votes |= (int)((digits[k] >> bit) & 1) << k;
            }

            simHash |= votes > words.Count / 2 ? 1UL << bit : 0;
        }

        return (long)simHash;
    }

    private static long[] SketchOf(List<ulong> words)
    {
        if (words.Count < MinWords)
        {
            return [];
        }

        // Sorted insertion into six places: after the first few hundred words nearly every run is refused by one comparison.
        var sketch = new List<long>(SketchSize + 1);
        for (var i = 0; i + Run <= words.Count; i++)
        {
            var hash = (long)HashOf(words, i, Run);
            if (sketch.Count == SketchSize && hash >= sketch[^1])
            {
                continue;
            }

            var place = sketch.BinarySearch(hash);
            if (place < 0)
            {
                sketch.Insert(~place, hash);
                if (sketch.Count > SketchSize)
                {
                    sketch.RemoveAt(SketchSize);
                }
            }
        }

        return [.. sketch];
    }

    private static HashSet<ulong> RunsOf(List<ulong> words)
    {
        var runs = new HashSet<ulong>(words.Count);
        for (var i = 0; i + Run <= words.Count; i++)
        {
            runs.Add(HashOf(words, i, Run));
        }

        return runs;
    }

    private static ulong HashOf(List<ulong> words, int start, int count)
    {
        var end = Math.Min(start + count, words.Count);
        ulong hash = 0;
        for (var i = start; i < end; i++)
        {
            hash = (BitOperations.RotateLeft(hash, 21) ^ words[i]) * 0x9e3779b97f4a7c15;
        }

        return BodyWords.Mix(hash);
    }
}
