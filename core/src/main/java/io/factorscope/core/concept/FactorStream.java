package io.factorscope.core.concept;

import io.factorscope.core.activation.CollectSpec;
import io.factorscope.core.factorization.Encoder;
import io.factorscope.core.factorization.Factorization;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.store.AtomicFiles;
import io.factorscope.core.store.FloatRows;
import io.factorscope.core.store.Hashes;
import io.factorscope.core.store.Json;
import io.factorscope.core.text.Corpus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Reads a corpus of any size through fitted factors in one pass:
///
/// 1. a piece of the corpus becomes windows, each read by the model from BOS on;
/// 2. activations are scaled as the fit scaled them, and encoded: g ≥ 0, all factors together, then
///    only as many a token as the fit keeps;
/// 3. each factor counts its activations, and keeps the strongest token of a window where that is
///    among its strongest so far.
///
/// After a piece the counts and contexts can be written down; from there a killed pass goes on to
/// the same result. **Cost**: memory for K heaps and one piece. **Threads**: the engine thread.
public final class FactorStream {
    /// The result's file.
    public static final String REPORT = "stream.json";

    private static final String CHECKPOINT = "checkpoint.json";
    private static final int BATCH_TOKENS = 2048;
    private static final int BATCH_TEXTS = 32;

    private final LanguageModel model;
    private final Factorization fit;
    private final StreamSpec spec;
    private final int d;
    private final List<FactorTally> tallies = new ArrayList<>();
    private long tokens;
    private long texts;
    private long cutTexts;

    /// A pass through the factors of a fit; for one run.
    ///
    /// **Errors**: `FS-HOOK-002` for a layer that is not there, `FS-CORPUS-003` for a hook of
    /// another width, `FS-CORPUS-004` for a window that the model cannot read.
    public FactorStream(LanguageModel model, Factorization fit, StreamSpec spec)
            throws FactorscopeException {
        model.config().check(spec.hook());
        this.model = model;
        this.fit = fit;
        this.spec = spec;
        this.d = model.config().width(spec.hook().site());
        if (fit.d() != d) {
            throw new FactorscopeException(
                    "FS-CORPUS-003",
                    "The factors are "
                            + fit.d()
                            + " wide; "
                            + spec.hook()
                            + " is "
                            + d
                            + " wide. Name the model and the hook that they were fitted at.");
        }
        if (spec.window() < 2 || spec.window() > model.config().context() || spec.contexts() < 1) {
            throw new FactorscopeException(
                    "FS-CORPUS-004",
                    "A window of "
                            + spec.window()
                            + " tokens and "
                            + spec.contexts()
                            + " contexts; expected a window of 2 to "
                            + model.config().context()
                            + " and at least one context.");
        }
        float[] maxima = maxima(fit.activations());
        for (int k = 0; k < fit.rank(); k++) {
            tallies.add(new FactorTally(k, maxima[k], spec.contexts()));
        }
    }

    private static float[] maxima(FloatRows g) {
        float[] out = new float[g.columns()];
        float[] row = new float[g.columns()];
        for (int i = 0; i < g.rows(); i++) {
            g.row(i, row);
            for (int k = 0; k < row.length; k++) {
                out[k] = Math.max(out[k], row[k]);
            }
        }
        return out;
    }

    /// Reads the corpus, from the checkpoint in `out` where `resume` is set and there is one, and
    /// writes the result there; a checkpoint every `seconds`.
    ///
    /// **Errors**: `FS-CORPUS-002` when the checkpoint is of another pass; file errors;
    /// cancellation leaves the last checkpoint.
    public StreamReport run(
            Corpus corpus, Path out, boolean resume, double seconds, JobContext context)
            throws FactorscopeException {
        Path checkpoint = out.resolve(CHECKPOINT);
        String key = key(corpus);
        Corpus.Place at = resume ? restored(checkpoint, key) : Corpus.Place.START;
        long saved = System.nanoTime();
        try (Encoder encoder = new Encoder(model.engine(), fit)) {
            Corpus.Piece piece = corpus.read(at);
            while (piece != null) {
                context.checkpoint();
                read(piece, encoder, context);
                at = piece.next();
                if (System.nanoTime() - saved >= seconds * 1e9) {
                    Json.write(checkpoint, report(key, at));
                    saved = System.nanoTime();
                }
                context.progress("reading the corpus", corpus.before(at), corpus.bytes(), "bytes");
                piece = corpus.read(at);
            }
        }
        StreamReport report = report(key, at);
        Json.write(out.resolve(REPORT), report);
        try {
            Files.deleteIfExists(checkpoint);
        } catch (IOException e) {
            throw AtomicFiles.cannotWrite(checkpoint, e);
        }
        return report;
    }

    /// What a checkpoint must agree on.
    private String key(Corpus corpus) throws FactorscopeException {
        return Hashes.sha256(
                String.join(
                        "\n",
                        model.hash(),
                        fit.manifest().spec() + " " + fit.manifest().provenance().created(),
                        Integer.toString(Arrays.hashCode(fit.f())),
                        spec.toString(),
                        corpus.contents().toString()));
    }

    private Corpus.Place restored(Path checkpoint, String key) throws FactorscopeException {
        if (!Files.exists(checkpoint)) {
            return Corpus.Place.START;
        }
        StreamReport found = Json.read(checkpoint, StreamReport.class);
        Json.require(checkpoint, "factors", found.factors());
        if (!key.equals(found.key()) || found.factors().size() != tallies.size()) {
            throw new FactorscopeException(
                    "FS-CORPUS-002",
                    checkpoint
                            + " belongs to another corpus, fit or model. Leave out --resume to"
                            + " begin again, or name another folder.");
        }
        tokens = found.tokens();
        texts = found.texts();
        cutTexts = found.cutTexts();
        for (int k = 0; k < tallies.size(); k++) {
            tallies.get(k).restore(found.factors().get(k));
        }
        return found.next();
    }

    private StreamReport report(String key, Corpus.Place at) {
        List<StreamReport.Seen> seen = tallies.stream().map(tally -> tally.seen(tokens)).toList();
        return new StreamReport(key, at, tokens, texts, cutTexts, seen);
    }

    private void read(Corpus.Piece piece, Encoder encoder, JobContext context)
            throws FactorscopeException {
        List<int[]> windows = new ArrayList<>();
        for (String text : piece.texts()) {
            int before = windows.size();
            addWindows(model.tokenizer().encode(text, false), windows);
            texts++;
            cutTexts += windows.size() - before > 1 ? 1 : 0;
        }
        for (int from = 0; from < windows.size(); ) {
            int to = batchEnd(windows, from);
            read(windows.subList(from, to), piece.file(), encoder, context);
            from = to;
        }
    }

    private void addWindows(int[] ids, List<int[]> into) {
        int bos = spec.bos() ? model.tokenizer().bos() : -1;
        int first = bos >= 0 ? 1 : 0;
        for (int from = 0; from < ids.length; from += spec.window() - first) {
            int to = Math.min(ids.length, from + spec.window() - first);
            int[] window = new int[first + to - from];
            if (first == 1) {
                window[0] = bos;
            }
            System.arraycopy(ids, from, window, first, to - from);
            into.add(window);
        }
    }

    private static int batchEnd(List<int[]> windows, int from) {
        int longest = 0;
        int to = from;
        while (to < windows.size() && to - from < BATCH_TEXTS) {
            longest = Math.max(longest, windows.get(to).length);
            if (to > from && longest * (to - from + 1) > BATCH_TOKENS) {
                break;
            }
            to++;
        }
        return to;
    }

    private int skipped(int[] window) {
        int usual =
                new CollectSpec(spec.hook(), spec.bos(), true)
                        .skipped(window, model.tokenizer().bos());
        return Math.min(window.length, usual + fit.manifest().spec().weighting().skipFirst());
    }

    private void read(List<int[]> windows, String file, Encoder encoder, JobContext context)
            throws FactorscopeException {
        int kept = windows.stream().mapToInt(window -> window.length - skipped(window)).sum();
        if (kept == 0) {
            return;
        }
        float[] rows = new float[kept * d];
        List<float[]> activations = model.activations(windows.toArray(int[][]::new), spec.hook());
        int at = 0;
        for (int i = 0; i < activations.size(); i++) {
            float[] from = activations.get(i);
            int skipped = skipped(windows.get(i)) * d;
            System.arraycopy(from, skipped, rows, at, from.length - skipped);
            at += from.length - skipped;
        }
        float[] g = encoder.encodeAs(fit.manifest().spec(), rows, context);
        int row = 0;
        for (int[] window : windows) {
            int skipped = skipped(window);
            tally(Arrays.copyOfRange(window, skipped, window.length), g, row, file);
            row += window.length - skipped;
            tokens += window.length - skipped;
        }
    }

    /// Counts a window's tokens `ids`, whose activations are the rows of g from `first` on.
    private void tally(int[] ids, float[] g, int first, String file) {
        int rank = tallies.size();
        for (int k = 0; k < rank; k++) {
            FactorTally tally = tallies.get(k);
            int best = -1;
            float most = 0;
            for (int i = 0; i < ids.length; i++) {
                float activation = g[(first + i) * rank + k];
                tally.count(activation);
                if (activation > most) {
                    most = activation;
                    best = i;
                }
            }
            if (best >= 0 && tally.wants(most)) {
                float[] own = new float[ids.length];
                for (int i = 0; i < ids.length; i++) {
                    own[i] = g[(first + i) * rank + k];
                }
                tally.keep(hit(ids, own, best, file));
            }
        }
    }

    private StreamReport.Hit hit(int[] ids, float[] own, int best, String file) {
        int from = Math.max(0, best - Evidence.WINDOW);
        int to = Math.min(ids.length, best + Evidence.WINDOW + 1);
        List<TokenScore> around = new ArrayList<>();
        for (int i = from; i < to; i++) {
            around.add(new TokenScore(model.tokenizer().token(ids[i]), own[i]));
        }
        return new StreamReport.Hit(
                model.tokenizer().token(ids[best]),
                own[best],
                model.tokenizer().decode(Arrays.copyOfRange(ids, from, to)),
                file,
                tokens + best,
                best - from,
                around);
    }
}
