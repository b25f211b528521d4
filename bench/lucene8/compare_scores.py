#!/usr/bin/env python3
"""Compares what `peers scores` and LuceneScores wrote: compare_scores.py OURS.tsv LUCENE.tsv

Hits of equal score stand in the order of the index, which two engines merge differently: an order differs only where
documents differ whose score is no neighbour's, the last hit's aside, whose equals may be beyond the list.
"""
import sys


def parse(line):
    total, *hits = line.rstrip('\n').split('\t')
    return total, [(i, float(score)) for i, score in (hit.split(':') for hit in hits)]


def is_tied(hits, at):
    near = hits[max(0, at - 1):at] + hits[at + 1:at + 2]
    return at == len(hits) - 1 or any(abs(score - hits[at][1]) <= 1e-6 * score for _, score in near)


queries = totals = orders = 0
worst = 0.0
for ours, theirs in zip(open(sys.argv[1]), open(sys.argv[2])):
    (total, hits), (expected, best) = parse(ours), parse(theirs)
    queries += 1
    totals += total != expected
    orders += len(hits) != len(best) or any(a[0] != b[0] and not is_tied(best, at) for at, (a, b) in enumerate(zip(hits, best)))
    for (_, x), (_, y) in zip(hits, best):
        worst = max(worst, abs(x - y) / max(abs(y), 1e-9))
print(f'{queries} queries: {totals} totals differ, {orders} orders differ, largest relative difference of a score {worst:.3g}')
