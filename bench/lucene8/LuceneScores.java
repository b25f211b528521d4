// Writes total and best hits with scores of each query, by Java Lucene 8, over an index that LuceneJavaBench made.
// LuceneScores INDEX QUERIES.tsv OUT.tsv; compare with `SearchPlanet.Bench peers scores` by compare_scores.py.
import java.io.*;
import java.nio.file.*;
import java.util.*;
import org.apache.lucene.document.IntPoint;
import org.apache.lucene.index.*;
import org.apache.lucene.search.*;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.FSDirectory;

public class LuceneScores {
    static Query term(String t) { return new TermQuery(new Term("text", t)); }

    static Query parse(String[] q) {
        String[] words = q[1].split(" ");
        switch (q[0]) {
            case "prefix": return new PrefixQuery(new Term("text", q[1]));
            case "fuzzy1": return new FuzzyQuery(new Term("text", q[1]), 1);
            case "fuzzy2": return new FuzzyQuery(new Term("text", q[1]), 2);
            case "sloppy": return new PhraseQuery(4, "text", words);
            case "boolean": {
                BooleanQuery.Builder b = new BooleanQuery.Builder().add(term(words[0]), BooleanClause.Occur.MUST)
                    .add(term(words[words.length - 1]), BooleanClause.Occur.MUST_NOT);
                for (int i = 1; i < words.length - 1; i++) b.add(term(words[i]), BooleanClause.Occur.SHOULD);
                return b.build();
            }
            case "phrase": return new PhraseQuery("text", words);
            case "filtered": return new BooleanQuery.Builder().add(term(q[1]), BooleanClause.Occur.MUST)
                .add(new TermQuery(new Term("tag", q[2])), BooleanClause.Occur.FILTER)
                .add(IntPoint.newRangeQuery("date", Integer.parseInt(q[3]), Integer.parseInt(q[4])), BooleanClause.Occur.FILTER).build();
            default: {
                if (words.length == 1) return term(q[1]);
                BooleanQuery.Builder b = new BooleanQuery.Builder();
                boolean all = q[0].equals("and2") || q[0].equals("facets_and");
                for (String w : words) b.add(term(w), all ? BooleanClause.Occur.MUST : BooleanClause.Occur.SHOULD);
                return b.build();
            }
        }
    }

    public static void main(String[] args) throws IOException {
        IndexSearcher s = new IndexSearcher(DirectoryReader.open(FSDirectory.open(Path.of(args[0]))));
        s.setSimilarity(new BM25Similarity());
        try (PrintWriter out = new PrintWriter(args[2], "UTF-8")) {
            for (String line : Files.readAllLines(Path.of(args[1]))) {
                TopScoreDocCollector c = TopScoreDocCollector.create(10, Integer.MAX_VALUE);
                s.search(parse(line.split("\t", -1)), c);
                TopDocs top = c.topDocs();
                StringBuilder b = new StringBuilder().append(top.totalHits.value);
                for (ScoreDoc h : top.scoreDocs) b.append('\t').append(s.doc(h.doc, Set.of("id")).get("id")).append(':').append(h.score);
                out.println(b);
            }
        }
    }
}
