using System.Collections.Concurrent;
using SearchPlanet.Server.Configuration;

namespace SearchPlanet.Server.Hosting;

/// <summary>
/// Finished answers by entity tag, bounded in bytes. Two generations: when the young one is full, the old one is dropped and the young one
/// grows old; what is asked for again moves back to the young. That is nearly LRU, without a lock on reading.
/// </summary>
internal sealed class AnswerCache(SearchPlanetOptions options)
{
    private readonly long _maxBytes = options.Search.CacheMegabytes * 1024L * 1024L;
    private readonly Lock _ageing = new();
    private volatile ConcurrentDictionary<string, Answer> _young = new();
    private volatile ConcurrentDictionary<string, Answer> _old = new();
    private long _youngBytes;

    public Answer? Find(string tag)
    {
        if (_young.TryGetValue(tag, out var answer))
        {
            return answer;
        }

        if (_old.TryRemove(tag, out answer))
        {
            Add(tag, answer);
            return answer;
        }

        return null;
    }

    public void Add(string tag, Answer answer)
    {
        // An answer that would push out a good part of the others is not worth it.
        if (answer.Body.Length <= _maxBytes / 16 && _young.TryAdd(tag, answer))
        {
            Count(answer.Bytes);
        }
    }

    /// <summary>An answer's body in a content coding, made with the first request for it. It is kept with the answer, and counted.</summary>
    public byte[] BodyIn(Answer answer, string coding)
    {
        var before = answer.Bytes;
        var body = answer.BodyIn(coding);
        if (answer.Bytes - before is > 0 and var made)
        {
            Count(made);
        }

        return body;
    }

    private void Count(int bytes)
    {
        if (Interlocked.Add(ref _youngBytes, bytes) > _maxBytes / 2)
        {
            lock (_ageing)
            {
                if (Interlocked.Read(ref _youngBytes) > _maxBytes / 2)
                {
                    _old = _young;
                    _young = new ConcurrentDictionary<string, Answer>();
                    Interlocked.Exchange(ref _youngBytes, 0);
                }
            }
        }
    }
}
