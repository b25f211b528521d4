using SearchPlanet.Engine.Codecs;

namespace SearchPlanet.Engine.Tests.Codecs;

public sealed unsafe class PackedBlockTests
{
    [Fact]
    public void Decode_WhatWasEncoded_GivesTheSame()
    {
        var random = new Random(7);
        var bytes = new byte[PackedBlock.MaxBytes + 16];
        var decoded = new uint[PackedBlock.Size];
        for (var round = 0; round < 2000; round++)
        {
            var values = RandomValues(random, round % 32);
            var length = PackedBlock.Encode([.. values], bytes);
            length.ShouldBe(PackedBlock.Length(bytes[0]));
            fixed (byte* from = bytes)
            fixed (uint* to = decoded)
            {
                PackedBlock.Decode(from, from + length, to).ShouldBe(length);
                decoded.ShouldBe(values);
                PackedBlock.Decode(from, from + length - 1, to).ShouldBe(-1);
            }
        }
    }

    [Fact]
    public void TryDecode_AnyRange_GivesWhatDecodeGives()
    {
        var random = new Random(9);
        var bytes = new byte[PackedBlock.MaxBytes + 16];
        var decoded = new uint[PackedBlock.Size];
        for (var round = 0; round < 5000; round++)
        {
            var values = RandomValues(random, round % 32);
            PackedBlock.Encode([.. values], bytes);
            var first = random.Next(PackedBlock.Size);
            var count = 1 + random.Next(PackedBlock.Size - first);
            Array.Fill(decoded, uint.MaxValue);
            fixed (byte* from = bytes)
            fixed (uint* to = decoded)
            {
                PackedBlock.TryDecode(from, first, count, to).ShouldBeTrue();
            }

            decoded.AsSpan(first, count).SequenceEqual(values.AsSpan(first, count)).ShouldBeTrue();
        }
    }

    [Fact]
    public void VectorAndScalar_SameNumbers_SameBytes()
    {
        var random = new Random(8);
        var vector = new byte[PackedBlock.MaxBytes + 16];
        var scalar = new byte[PackedBlock.MaxBytes + 16];
        var a = new uint[PackedBlock.Size];
        var b = new uint[PackedBlock.Size];
        for (var bits = 1; bits < 32; bits++)
        {
            uint[] values = [.. RandomValues(random, bits).Select(v => v & ((1u << bits) - 1))];
            random.NextBytes(vector);
            vector.CopyTo(scalar, 0);
            fixed (uint* from = values)
            fixed (byte* v = vector)
            fixed (byte* s = scalar)
            fixed (uint* toA = a)
            fixed (uint* toB = b)
            {
                PackedBlock.PackVector(from, v, bits);
                PackedBlock.PackScalar(from, s, bits);
                vector.ShouldBe(scalar);
                PackedBlockUnpacker.Unpack(v, toA, bits);
                PackedBlock.UnpackScalar(s, toB, bits);
                a.ShouldBe(values);
                b.ShouldBe(values);
            }
        }
    }

    [Fact]
    public void Encode_ExampleOfTheFormat_GivesItsBytes()
    {
        uint[] values = [.. Enumerable.Repeat(1u, PackedBlock.Size)];
        values[5] = 300;
        var bytes = new byte[PackedBlock.MaxBytes];
        var length = PackedBlock.Encode(values, bytes);
        Convert.ToHexString(bytes.AsSpan(0, length)).ShouldBe("21FFFFFFFFFDFFFFFFFFFFFFFFFFFFFFFF0596");
    }

    private static uint[] RandomValues(Random random, int bits)
    {
        var values = new uint[PackedBlock.Size];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (uint)random.NextInt64(1L << bits);
        }

        for (var i = random.Next(9); i > 0; i--)
        {
            values[random.Next(values.Length)] = (uint)random.NextInt64(1L << 31);
        }

        return values;
    }
}
