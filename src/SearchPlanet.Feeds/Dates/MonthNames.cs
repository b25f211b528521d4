using System.Collections.Frozen;

namespace SearchPlanet.Feeds.Dates;

/// <summary>Months by name: English, German, French, Spanish, Italian, Portuguese, Dutch, the Nordic languages, Polish, Czech, Russian, Greek, Hungarian, Finnish and Turkish.</summary>
internal static class MonthNames
{
    private static readonly string[] Rows =
    [
        "january jan januar jän jänner jaenner janvier janv enero ene gennaio gen janeiro januari janua stycznia styczeń sty leden ledna января январь янв ιανουαρίου ιανουάριος ιαν január tammikuu tammikuuta ocak oca",
        "february feb februar febr fév février fevrier févr fevr febrero febbraio fevereiro fev februari lutego luty lut únor února февраля февраль фев φεβρουαρίου φεβρουάριος φεβ február helmikuu helmikuuta şubat şub",
        "march mar märz maerz mär mrz mars marzo março marco maart mrt marts marca marzec březen března марта март мар μαρτίου μάρτιος μάρ μαρ március márc maaliskuu maaliskuuta mart",
        "april apr avril avr abril abr aprile kwietnia kwiecień kwi duben dubna апреля апрель апр απριλίου απρίλιος απρ április ápr huhtikuu huhtikuuta nisan nis",
        "may mai mayo maggio mag maio mei maj maja květen května мая май μαΐου μαίου μάιος μάϊ μαϊ μαι május máj toukokuu toukokuuta mayıs",
        "june jun juni juin junio giugno giu junho jun czerwca czerwiec cze červen června июня июнь июн ιουνίου ιούνιος ιούν ιουν június jún kesäkuu kesäkuuta haziran haz",
        "july jul juli juillet juil julio luglio lug julho lipca lipiec lip červenec července июля июль июл ιουλίου ιούλιος ιούλ ιουλ július júl heinäkuu heinäkuuta temmuz tem",
        "august aug août aout agosto ago augustus augusti sierpnia sierpień sie srpen srpna августа август авг αυγούστου αύγουστος αύγ αυγ augusztus elokuu elokuuta ağustos ağu",
        "september sep sept septembre septiembre settembre set setembro września wrzesień wrz září сентября сентябрь сен сент σεπτεμβρίου σεπτέμβριος σεπ szeptember szept syyskuu syyskuuta eylül eyl",
        "october oct oktober okt octobre octubre ottobre ott outubro out października październik paź říjen října октября октябрь окт οκτωβρίου οκτώβριος οκτ október lokakuu lokakuuta ekim eki",
        "november nov novembre noviembre novembro listopada listopad lis ноября ноябрь ноя νοεμβρίου νοέμβριος νοέ νοε marraskuu marraskuuta kasım kas",
        "december dec dezember dez décembre decembre déc diciembre dic dicembre dezembro desember des grudnia grudzień gru prosinec prosince декабря декабрь дек δεκεμβρίου δεκέμβριος δεκ joulukuu joulukuuta aralık ara",
    ];

    private static readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> Known = Build();

    /// <summary>1 to 12, or 0 when the word, in lower case, is no month. Longer and shorter forms of the English names are known too.</summary>
    public static int Of(ReadOnlySpan<char> word)
    {
        if (Known.TryGetValue(word, out var month))
        {
            return month;
        }

        return word.Length > 3 && word.ContainsAnyInRange('a', 'z') && Known.TryGetValue(word[..3], out month) && IsPrefixOfEnglish(word, month) ? month : 0;
    }

    private static bool IsPrefixOfEnglish(ReadOnlySpan<char> word, int month)
    {
        var english = Rows[month - 1].AsSpan(0, Rows[month - 1].IndexOf(' ', StringComparison.Ordinal));
        return english.StartsWith(word, StringComparison.Ordinal);
    }

    private static FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> Build()
    {
        var months = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < Rows.Length; i++)
        {
            foreach (var name in Rows[i].Split(' '))
            {
                months.TryAdd(name, i + 1);
            }
        }

        return months.ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    }
}
