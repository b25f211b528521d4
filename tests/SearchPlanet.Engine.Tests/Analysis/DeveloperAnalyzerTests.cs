using SearchPlanet.Engine.Analysis;

namespace SearchPlanet.Engine.Tests.Analysis;

public class DeveloperAnalyzerTests
{
    [Theory]
    [InlineData("select_related", "0:select_related 0:select 1:related 1:relat~")]
    [InlineData("QuerySet.bulk_create()", "0:queryset.bulk_create 0:queryset 0:query 0:queri~ 0:set 1:bulk_create 1:bulk 2:create 2:creat~")]
    [InlineData("addDateParsing", "0:adddateparsing 0:adddatepars~ 0:add 0:date 0:parsing 0:pars~")]
    [InlineData("django.db.models", "0:django.db.models 0:django 1:db 2:models 2:model~")]
    [InlineData("__init__", "0:__init__ 0:init")]
    [InlineData("migrate --fake-initial", "0:migrate 0:migrat~ 1:--fake-initial 1:fake-initial 1:fake 2:initial 2:initi~")]
    [InlineData("an f-string", "0:an 1:f-string 1:f 2:string")]
    [InlineData("C++ and C# on .NET", "0:c++ 0:c 1:and 2:c# 2:c 3:on 4:.net 4:net")]
    [InlineData("usb-c", "0:usb-c 0:usb 1:c")]
    [InlineData("Python 3.14.", "0:python 1:3.14")]
    [InlineData("python3.14", "0:python3.14 0:python 0:3.14")]
    [InlineData("{% partialdef %}", "0:partialdef")]
    [InlineData("manage.py migrate", "0:manage.py 0:manage 0:manag~ 1:py 2:migrate 2:migrat~")]
    [InlineData("async/await", "0:async/await 0:async 1:await")]
    [InlineData("Django's ORM", "0:django's 0:django~ 0:django 1:orm")]
    [InlineData("don\u2019t", "0:don't")]
    [InlineData("HTTPResponse JavaScript", "0:httpresponse 0:httprespons~ 0:http 0:response 0:respons~ 1:javascript")]
    [InlineData("Café ﬁle Ⅷ", "0:cafe 1:file 2:viii")]
    [InlineData("std::vector", "0:std::vector 0:std 1:vector")]
    [InlineData("日本 か", "0:日 1:本 2:か")]
    [InlineData("a - b -- c", "0:a 1:b 2:c")]
    [InlineData("___ ... --", "")]
    [InlineData("-m venv", "0:-m 0:m 1:venv")]
    public void CreateStream_WhatDevelopersWrite_IsWholeAndInParts(string text, string expected) =>
        string.Join(' ', Tokens.Of(new DeveloperAnalyzer(), text)).ShouldBe(expected);

    [Fact]
    public void CreateStream_Phrase_KeepsNeighboursBesideIdentifier()
    {
        var tokens = Tokens.Of(new DeveloperAnalyzer(), "calling select_related on it");
        tokens.ShouldContain("0:calling");
        tokens.ShouldContain("1:select_related");
        tokens.ShouldContain("3:on");
    }

    [Theory]
    [InlineData("from django.db import models", "0:from 1:django.db 1:django 2:db 3:import 4:models")]
    [InlineData("x = a/b", "0:x 1:a 2:b")]
    public void CreateStream_Code_IsNotStemmed(string text, string expected) =>
        string.Join(' ', Tokens.Of(new CodeAnalyzer(), text)).ShouldBe(expected);

    [Fact]
    public void CreateStream_AnyText_EndsAndStaysInBounds()
    {
        const int Seed = 20261121;
        var random = new Random(Seed);
        const string Alphabet = "abZ09_.-/:'+#é\u0301日カกๆ\ud83d\ude00\ud800\udc00\u200d \n\u0001";
        for (var round = 0; round < 2000; round++)
        {
            var text = string.Create(random.Next(60), random, static (span, r) =>
            {
                foreach (ref var c in span)
                {
                    c = Alphabet[r.Next(Alphabet.Length)];
                }
            });
            foreach (var analyzer in (Analyzer[])[new DeveloperAnalyzer(), new CodeAnalyzer(), new StandardAnalyzer()])
            {
                Tokens.Of(analyzer, text).Count.ShouldBeLessThan(20 * (text.Length + 1), $"seed {Seed}, round {round}");
            }
        }
    }

    [Theory]
    [InlineData("a_")]
    [InlineData("a.")]
    [InlineData("a::")]
    [InlineData("ab1Cd")]
    [InlineData("a\u0301")]
    [InlineData("\u00e9")]
    [InlineData("_")]
    public void CreateStream_MillionsWithoutABlank_TakeNoMemoryForAllOfThem(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 1_000_000)) + " end";
        foreach (var analyzer in (Analyzer[])[new DeveloperAnalyzer(), new CodeAnalyzer()])
        {
            var stream = analyzer.CreateStream();
            var before = GC.GetAllocatedBytesForCurrentThread();
            stream.Reset(text.AsMemory());
            var last = "";
            while (stream.IncrementToken())
            {
                last = stream.Token.EndOffset == text.Length ? stream.Token.Term.ToString() : last;
            }

            last.ShouldBe("end");
            (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(4 << 20);
        }
    }
}
