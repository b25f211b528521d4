using SearchPlanet.Engine.Indexing;

namespace SearchPlanet.Engine.Tests.Indexing;

public sealed class SmallFloatTests
{
    // Values of Lucene 8's SmallFloat.intToByte4.
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(39, 39)]
    [InlineData(40, 40)]
    [InlineData(41, 40)]
    [InlineData(42, 41)]
    [InlineData(100, 57)]
    [InlineData(255, 70)]
    [InlineData(1000, 87)]
    [InlineData(int.MaxValue, 255)]
    public void IntToByte4_LucenesValues_AreTheSame(int length, byte expected) => SmallFloat.IntToByte4(length).ShouldBe(expected);

    // The same sum over Lucene 8.7's own function.
    [Fact]
    public void IntToByte4_EveryLengthTo200000_SumsUpAsLucenes()
    {
        long sum = 7;
        for (var length = 0; length < 200_000; length++)
        {
            sum = unchecked((sum * 31) + SmallFloat.IntToByte4(length));
        }

        sum.ShouldBe(-2751505080272659813);
    }

    [Fact]
    public void Byte4ToInt_OfEveryByte_IsTheLeastLengthWithIt()
    {
        for (var value = 0; value < 256; value++)
        {
            var length = SmallFloat.Byte4ToInt((byte)value);
            SmallFloat.IntToByte4(length).ShouldBe((byte)value);
            if (length > 0)
            {
                SmallFloat.IntToByte4(length - 1).ShouldBe((byte)(value - 1));
            }
        }
    }
}
