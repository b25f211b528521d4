#!/usr/bin/env python3
"""Makes more queries of the peers' classes, and sloppy, boolean and fuzzy2, from the words of queries.tsv: make_queries.py QUERIES.tsv COUNT > more.tsv"""
import random, sys

random.seed(20261121)
lines = [line.rstrip('\n').split('\t') for line in open(sys.argv[1])]
words = sorted({w for q in lines if q[0] not in ('prefix', 'fuzzy1', 'filtered') for w in q[1].split()})
for _ in range(int(sys.argv[2])):
    kind = random.choice(['term_common', 'and2', 'or2', 'or3_5', 'phrase', 'prefix', 'fuzzy1', 'filtered',
                         'sloppy', 'boolean', 'fuzzy2'])
    if kind in ('phrase', 'filtered'):
        q = list(random.choice([x for x in lines if x[0] == kind]))
        if kind == 'filtered':
            q[1] = random.choice(words)
    else:
        count = {'term_common': 1, 'and2': 2, 'or2': 2, 'or3_5': random.randint(3, 5), 'prefix': 1, 'fuzzy1': 1,
                 'sloppy': 2, 'boolean': random.randint(3, 5), 'fuzzy2': 1}[kind]
        # A sloppy phrase of words that do stand together, in any order, and sometimes of three.
        text = ' '.join(random.sample(words, count))
        if kind == 'sloppy':
            near = list(dict.fromkeys(random.choice([x for x in lines if x[0] == 'phrase'])[1].split()))
            # A word that comes twice needs two occurrences.
            if random.random() < 0.5:
                near.append(random.choice(near))
            random.shuffle(near)
            text = ' '.join(near)
        q = [kind, text[:3] if kind == 'prefix' else text, '', '', '']
    print('\t'.join(q))
