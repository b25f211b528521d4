#!/usr/bin/env python3
"""Compares what `peers scores` and LuceneScores wrote: compare_scores.py OURS.tsv LUCENE.tsv"""
import sys

queries = totals = orders = 0
worst = 0.0
for ours, theirs in zip(open(sys.argv[1]), open(sys.argv[2])):
    (total, *hits), (expected, *best) = ours.rstrip('\n').split('\t'), theirs.rstrip('\n').split('\t')
    queries += 1
    totals += total != expected
    orders += [h.split(':')[0] for h in hits] != [h.split(':')[0] for h in best]
    for a, b in zip(hits, best):
        x, y = float(a.split(':')[1]), float(b.split(':')[1])
        worst = max(worst, abs(x - y) / max(abs(y), 1e-9))
print(f'{queries} queries: {totals} totals differ, {orders} orders differ, largest relative difference of a score {worst:.3g}')
