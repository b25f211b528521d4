using System.Text;
using SearchPlanet.Engine.Codecs;

namespace SearchPlanet.Engine.Tests.Codecs;

public sealed class Lz4Tests
{
    [Fact]
    public void TryDecompress_WhatWasCompressed_GivesTheSame()
    {
        var random = new Random(11);
        var lz4 = new Lz4();
        for (var round = 0; round < 400; round++)
        {
            var input = RandomInput(random, round < 40 ? round : random.Next(Lz4.MaxInput + 1));
            var output = new byte[Lz4.MaxOutput(input.Length)];
            var length = lz4.Compress(input, output);
            var back = new byte[input.Length];
            Lz4.TryDecompress(output.AsSpan(0, length), back).ShouldBeTrue();
            back.AsSpan().SequenceEqual(input).ShouldBeTrue();
            Lz4.TryDecompress(output.AsSpan(0, length), new byte[input.Length + 1]).ShouldBeFalse();
        }
    }

    [Fact]
    public void Compress_RepeatedText_IsMuchShorter()
    {
        var input = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("the migrations of the Django project; ", 500)));
        new Lz4().Compress(input, new byte[Lz4.MaxOutput(input.Length)]).ShouldBeLessThan(input.Length / 50);
    }

    // From the description of the format: a match may reach into what it is copying.
    [Fact]
    public void TryDecompress_OverlappingMatch_RepeatsIt()
    {
        var output = new byte[17];
        Lz4.TryDecompress([0x28, (byte)'a', (byte)'b', 2, 0, 0x30, (byte)'x', (byte)'y', (byte)'z'], output).ShouldBeTrue();
        Encoding.ASCII.GetString(output).ShouldBe("abababababababxyz");
    }

    [Fact]
    public void TryDecompress_ArbitraryBytes_NeverReadsOrWritesOutside()
    {
        var seed = Random.Shared.Next();
        TestContext.Current.SendDiagnosticMessage($"Seed {seed}");
        var random = new Random(seed);
        var sound = new byte[Lz4.MaxOutput(2000)];
        var length = new Lz4().Compress(RandomInput(random, 2000), sound);
        var output = new byte[2000];
        for (var round = 0; round < 20_000; round++)
        {
            var input = sound[..length];
            for (var i = random.Next(1, 8); i > 0; i--)
            {
                input[random.Next(length)] = (byte)random.Next(256);
            }

            Lz4.TryDecompress(input.AsSpan(0, random.Next(length + 1)), output);
        }
    }

    private static byte[] RandomInput(Random random, int length)
    {
        var input = new byte[length];
        var kind = random.Next(3);
        for (var i = 0; i < length; i++)
        {
            input[i] = kind switch
            {
                0 => (byte)random.Next(256),
                1 => (byte)random.Next(2),
                _ => i > 20 && random.Next(20) != 0 ? input[i - 7 - (int)(13 * random.NextDouble() * random.NextDouble())] : (byte)random.Next(97, 123),
            };
        }

        return input;
    }
}
