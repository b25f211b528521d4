namespace SearchPlanet.Posts.Tests;

public sealed class LanguageGuessTests
{
    [Theory]
    [InlineData("en", "How to run Django migrations without downtime, and what to do when one of them fails.")]
    [InlineData("fr", "Mettre à jour les plugins Jekyll sans danger, avec un peu de Python et de patience.")]
    [InlineData("de", "Warum das ORM von Django für Migrationen eine Transaktion braucht, und wie man sie testet.")]
    [InlineData("es", "Como hacer interfaces de comandos con Python para los que no lo conocen.")]
    [InlineData("pt", "Como otimizar suas consultas no Django: uma introdução para quem não conhece o select_related.")]
    [InlineData("it", "Come evitare che un bug del kernel danneggi le schede: non è difficile, ma ci vuole più tempo della prima volta.")]
    [InlineData("nl", "Het testen van een Django applicatie met pytest is niet moeilijk, maar je moet het wel doen.")]
    [InlineData("zh", "我用过的不常用 GIT 命令集合")]
    [InlineData("ja", "Raspberry Piで日本の子供たちにプログラミングのパッションを伝えよう")]
    [InlineData("ko", "도도와 파이썬: 좋은 선택과 나쁜 선택")]
    [InlineData("ru", "Питон занимает неотъемлемое место в архитектуре hh.ru")]
    public void Of_Text_GivesItsLanguage(string language, string text) => LanguageGuess.Of([text]).ShouldBe(language);

    [Theory]
    [InlineData("")]
    [InlineData("llm 0.33")]
    [InlineData("Fix: 0a3e5f1 e2a a e o 3e4 (build: a) o o o a a e")]
    [InlineData("Django REST framework")]
    public void Of_TooLittle_IsUnknown(string text) => LanguageGuess.Of([text]).ShouldBeNull();

    [Fact]
    public void Of_FewForeignWords_StaysTheLanguageOfTheRest() =>
        LanguageGuess.Of(["Café au lait", "The talk was in Paris, and it is about the way we test what we have in the cloud. 日本語"]).ShouldBe("en");

    [Fact]
    public void Of_LongText_ReadsTheBeginning() =>
        LanguageGuess.Of(["the way of the code is in the text ", string.Concat(Enumerable.Repeat("le la les des une est ", 100_000))]).ShouldBe("fr");
}
