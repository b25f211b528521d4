namespace SearchPlanet.Engine.Analysis;

/// <summary>
/// The English stemmer known as Porter2, from its published description (M. F. Porter, "The English (Porter2) stemming
/// algorithm", snowballstem.org, in its current form). Works in place on lower-case words; a value for one thread.
/// </summary>
public ref struct PorterTwoStemmer
{
    // A consonantal y is upper case while the rules run.
    private Span<char> _word;
    private int _length;
    private int _p1;
    private int _p2;

    /// <summary>Stems the word in <paramref name="word"/>, which is overwritten.</summary>
    /// <param name="word">Lower case; at least one free character behind <paramref name="length"/> (a stem may regain its <c>e</c>).</param>
    /// <param name="length">The word's length.</param>
    /// <returns>The stem's length, at most <paramref name="length"/> + 1.</returns>
    public static int Stem(Span<char> word, int length)
    {
        if (length <= 2)
        {
            return length;
        }

        var exception = Exception(word[..length]);
        if (exception is not null)
        {
            exception.CopyTo(word);
            return exception.Length;
        }

        var stemmer = new PorterTwoStemmer { _word = word, _length = length };
        stemmer.MarkConsonantalY();
        stemmer.MarkRegions();
        stemmer.Step1A();
        stemmer.Step1B();
        stemmer.Step1C();
        stemmer.Step2();
        stemmer.Step3();
        stemmer.Step4();
        stemmer.Step5();
        word[..stemmer._length].Replace('Y', 'y');
        return stemmer._length;
    }

    /// <summary>Words that the rules get wrong, and words that stay as they are.</summary>
    private static string? Exception(ReadOnlySpan<char> word) => word switch
    {
        "skis" => "ski",
        "skies" => "sky",
        "idly" => "idl",
        "gently" => "gentl",
        "ugly" => "ugli",
        "early" => "earli",
        "only" => "onli",
        "singly" => "singl",
        "sky" => "sky",
        "news" => "news",
        "howe" => "howe",
        "atlas" => "atlas",
        "cosmos" => "cosmos",
        "bias" => "bias",
        "andes" => "andes",
        _ => null,
    };

    private static bool IsVowel(char c) => c is 'a' or 'e' or 'i' or 'o' or 'u' or 'y';

    private readonly bool EndsWith(string suffix) => _word[.._length].EndsWith(suffix);

    private readonly bool InR1(int suffixLength) => _length - suffixLength >= _p1;

    private readonly bool InR2(int suffixLength) => _length - suffixLength >= _p2;

    private void Replace(int suffixLength, string by)
    {
        _length -= suffixLength;
        by.CopyTo(_word[_length..]);
        _length += by.Length;
    }

    private readonly bool HasVowelBefore(int end)
    {
        for (var i = 0; i < end; i++)
        {
            if (IsVowel(_word[i]))
            {
                return true;
            }
        }

        return false;
    }

    private void MarkConsonantalY()
    {
        if (_word[0] == '\'')
        {
            _word[1.._length].CopyTo(_word);
            _length--;
        }

        for (var i = 0; i < _length; i++)
        {
            if (_word[i] == 'y' && (i == 0 || IsVowel(_word[i - 1])))
            {
                _word[i] = 'Y';
            }
        }
    }

    /// <summary>R1 begins after the first consonant that follows a vowel, R2 likewise within R1.</summary>
    private void MarkRegions()
    {
        var word = _word[.._length];
        var prefix = 0;
        foreach (var special in (ReadOnlySpan<string>)["gener", "commun", "arsen", "past", "univers", "later", "emerg", "organ", "inter"])
        {
            if (word.StartsWith(special))
            {
                prefix = special.Length;
            }
        }

        _p1 = prefix > 0 ? prefix : AfterVowelConsonant(word, 0);
        _p2 = AfterVowelConsonant(word, _p1);
    }

    private static int AfterVowelConsonant(ReadOnlySpan<char> word, int from)
    {
        var i = from;
        while (i < word.Length && !IsVowel(word[i]))
        {
            i++;
        }

        while (i < word.Length && IsVowel(word[i]))
        {
            i++;
        }

        return i < word.Length ? i + 1 : word.Length;
    }

    /// <summary>Whether the first <paramref name="end"/> characters end in a short syllable.</summary>
    private readonly bool EndsShort(int end)
    {
        if (end >= 3 && !IsVowel(_word[end - 3]) && IsVowel(_word[end - 2]) && !IsVowel(_word[end - 1])
            && _word[end - 1] is not ('w' or 'x' or 'Y'))
        {
            return true;
        }

        return (end == 2 && IsVowel(_word[0]) && !IsVowel(_word[1])) || _word[..end].EndsWith("past");
    }

    private void Step1A()
    {
        if (EndsWith("'s'"))
        {
            _length -= 3;
        }
        else if (EndsWith("'s"))
        {
            _length -= 2;
        }
        else if (EndsWith("'"))
        {
            _length--;
        }

        if (EndsWith("sses"))
        {
            Replace(4, "ss");
        }
        else if (EndsWith("ied") || EndsWith("ies"))
        {
            Replace(3, _length > 4 ? "i" : "ie");
        }
        else if (EndsWith("us") || EndsWith("ss"))
        {
            return;
        }
        else if (EndsWith("s") && HasVowelBefore(_length - 2))
        {
            _length--;
        }
    }

    private void Step1B()
    {
        int suffix;
        if (EndsWith("eedly") || EndsWith("eed"))
        {
            suffix = EndsWith("eed") ? 3 : 5;
            var before = _word[..(_length - suffix)];
            if (InR1(suffix) && before is not ("proc" or "exc" or "succ"))
            {
                Replace(suffix, "ee");
            }

            return;
        }

        if (EndsWith("ingly"))
        {
            suffix = 5;
        }
        else if (EndsWith("edly"))
        {
            suffix = 4;
        }
        else if (EndsWith("ing"))
        {
            suffix = 3;
        }
        else if (EndsWith("ed"))
        {
            suffix = 2;
        }
        else
        {
            return;
        }

        var stem = _word[..(_length - suffix)];
        if (suffix is 3)
        {
            // dying, lying, tying; but not the nouns in -ing
            if (stem.Length == 2 && stem[1] == 'y' && !IsVowel(stem[0]))
            {
                Replace(4, "ie");
                return;
            }

            if (stem is "inn" or "out" or "cann" or "herr" or "earr" or "even")
            {
                return;
            }
        }

        if (!HasVowelBefore(stem.Length))
        {
            return;
        }

        _length = stem.Length;
        if (EndsWith("at") || EndsWith("bl") || EndsWith("iz"))
        {
            _word[_length++] = 'e';
        }
        else if (_length >= 2 && _word[_length - 1] == _word[_length - 2]
            && _word[_length - 1] is 'b' or 'd' or 'f' or 'g' or 'm' or 'n' or 'p' or 'r' or 't')
        {
            if (!(_length == 3 && _word[0] is 'a' or 'e' or 'o'))
            {
                _length--;
            }
        }
        else if (_length == _p1 && EndsShort(_length))
        {
            _word[_length++] = 'e';
        }
    }

    private readonly void Step1C()
    {
        if (_length > 2 && _word[_length - 1] is 'y' or 'Y' && !IsVowel(_word[_length - 2]))
        {
            _word[_length - 1] = 'i';
        }
    }

    private void Step2()
    {
        // Longest first; only the longest that fits counts, in R1 or not.
        var rules = Step2Rules;
        foreach (var (suffix, by) in rules)
        {
            if (!EndsWith(suffix))
            {
                continue;
            }

            if (!InR1(suffix.Length))
            {
                return;
            }

            var before = _length - suffix.Length - 1;
            if (suffix == "ogi" && (before < 0 || _word[before] != 'l'))
            {
                return;
            }

            if (suffix == "li" && (before < 0 || _word[before] is not ('c' or 'd' or 'e' or 'g' or 'h' or 'k' or 'm' or 'n' or 'r' or 't')))
            {
                return;
            }

            Replace(suffix.Length, by);
            return;
        }
    }

    private void Step3()
    {
        foreach (var (suffix, by) in Step3Rules)
        {
            if (!EndsWith(suffix))
            {
                continue;
            }

            if (InR1(suffix.Length) && (suffix != "ative" || InR2(suffix.Length)))
            {
                Replace(suffix.Length, by);
            }

            return;
        }
    }

    private void Step4()
    {
        foreach (var suffix in Step4Suffixes)
        {
            if (!EndsWith(suffix))
            {
                continue;
            }

            if (InR2(suffix.Length) && (suffix != "ion" || (_length > 3 && _word[_length - 4] is 's' or 't')))
            {
                _length -= suffix.Length;
            }

            return;
        }
    }

    private void Step5()
    {
        if (EndsWith("e"))
        {
            if (InR2(1) || (InR1(1) && !EndsShort(_length - 1)))
            {
                _length--;
            }
        }
        else if (EndsWith("ll") && InR2(1))
        {
            _length--;
        }
    }

    private static readonly (string Suffix, string By)[] Step2Rules =
    [
        ("ational", "ate"), ("ization", "ize"), ("fulness", "ful"), ("ousness", "ous"), ("iveness", "ive"),
        ("tional", "tion"), ("biliti", "ble"), ("lessli", "less"),
        ("entli", "ent"), ("ation", "ate"), ("alism", "al"), ("aliti", "al"), ("ousli", "ous"), ("iviti", "ive"),
        ("fulli", "ful"), ("ogist", "og"),
        ("enci", "ence"), ("anci", "ance"), ("abli", "able"), ("izer", "ize"), ("ator", "ate"), ("alli", "al"),
        ("bli", "ble"), ("ogi", "og"), ("li", ""),
    ];

    private static readonly (string Suffix, string By)[] Step3Rules =
    [
        ("ational", "ate"), ("tional", "tion"), ("alize", "al"), ("icate", "ic"), ("iciti", "ic"), ("ative", ""),
        ("ical", "ic"), ("ness", ""), ("ful", ""),
    ];

    private static readonly string[] Step4Suffixes =
    [
        "ement", "ance", "ence", "able", "ible", "ment", "ant", "ent", "ism", "ate", "iti", "ous", "ive", "ize", "ion",
        "al", "er", "ic",
    ];
}
