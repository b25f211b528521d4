namespace SearchPlanet.Posts.Tests;

public sealed class MentionReaderTests
{
    [Theory]
    [InlineData("What's new in Django 6.0?", "django 6.0")]
    [InlineData("Django 4.2.1 and 5.2, Python 3.10, 3.11, and 3.12", "django 4.2 5.2 python 3.10 3.11 3.12")]
    [InlineData("python>=3.12,<3.15 with django==5.0", "python 3.12 3.15 django 5.0")]
    [InlineData("Python 3.9-3.12 (Python v3.14t, 3.15.0a1)", "python 3.9 3.12 3.14")]
    [InlineData("Upgrading to Plone 6.1 from Plone 5", "plone 6.1 5")]
    [InlineData("Twisted 25.5.0 on Python3", "twisted 25.5 python 3")]
    [InlineData("PEP 810, PEP-0008, PEPs 701 and 649", "pep 810 8 701 649")]
    [InlineData("CVE-2025-12345 and DEP 14", "cve 2025-12345 dep 14")]
    [InlineData("Django 101 in 2024, Python 20 years on, Django, 6.0 of them", "")]
    [InlineData("ipython 3.2, pypep 8, cpython_3.4, /python 3.5", "")]
    [InlineData("Django 4.2 and 20 other packages, Python 3, 2024", "django 4.2 python 3")]
    [InlineData("Django 5x faster, Python 2.", "python 2")]
    public void Read_Text_FindsWhatIsNamed(string text, string expected)
    {
        var reader = new MentionReader();
        reader.Read(text);

        string.Join(' ', reader.Mentions.Select(m => m.Key + " " + string.Join(' ', m.Value))).ShouldBe(expected);
    }

    [Fact]
    public void ReleaseDates_EveryProduct_RisesWithItsVersions()
    {
        ReleaseDates.Of("django", "6.0").ShouldBe(new DateOnly(2025, 12, 3));
        ReleaseDates.Of("django", "99.0").ShouldBeNull();
        ReleaseDates.Products.ShouldBe(["django", "plone", "python", "twisted"]);
    }
}
