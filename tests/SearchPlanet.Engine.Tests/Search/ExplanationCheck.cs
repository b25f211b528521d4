using System.Globalization;
using SearchPlanet.Engine.Search;

namespace SearchPlanet.Engine.Tests.Search;

/// <summary>Works every node of an explanation out anew from what stands below it, as its description says.</summary>
internal static class ExplanationCheck
{
    internal static void ShouldAddUp(this Explanation explanation, string because)
    {
        if (!explanation.Details.IsEmpty)
        {
            double[] details = [.. explanation.Details.Select(static detail => (double)detail.Value)];
            ((double)explanation.Value).ShouldBe(Expected(explanation, details), 1e-5 * Math.Max(1, explanation.Value), because + "\n" + explanation);
        }

        foreach (var detail in explanation.Details)
        {
            detail.IsMatch.ShouldBeTrue(because + "\n" + explanation);
            detail.ShouldAddUp(because);
        }
    }

    private static double Expected(Explanation explanation, double[] details)
    {
        const string Best = "best of, and ";
        var description = explanation.Description;
        switch (description)
        {
            case "sum of":
                return details.Sum();
            case "product of":
                return details.Aggregate(1.0, static (product, factor) => product * factor);
            case "constant score of a match" or "filter":
                // Whatever the match below would have been worth.
                details.Length.ShouldBe(1);
                return explanation.Value;
        }

        if (description.EndsWith("boost * idf * tf", StringComparison.Ordinal))
        {
            details.Length.ShouldBe(3);
            return details[0] * details[1] * details[2];
        }

        if (description.StartsWith("tf: freq / (freq + k1 * (1 - b + b * length / average))", StringComparison.Ordinal))
        {
            var (freq, k1, b, length, average) = (details[0], details[1], details[2], details[3], details[4]);
            return freq / (freq + (k1 * (1 - b + (b * length / average))));
        }

        description.ShouldStartWith(Best);
        var tieBreaker = double.Parse(description[Best.Length..].Split(' ')[0], CultureInfo.InvariantCulture);
        return details.Max() + (tieBreaker * (details.Sum() - details.Max()));
    }
}
