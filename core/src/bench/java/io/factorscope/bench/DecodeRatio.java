package io.factorscope.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.model.Decoder;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.model.Precision;
import io.factorscope.core.store.AtomicFiles;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/// Decoding steps of GPT-2 small's shape against one reading of as many float32 weights, before and
/// after them, so that a machine whose memory is now fast, now slow, is as fast for both. Rounds in
/// which it was slow are printed apart, those in which it changed are left out.
///
/// Arguments: `float32` or `bfloat16`, then batch sizes.
public final class DecodeRatio {
    private static final int ROUNDS = 40;
    private static final int READINGS = 4;
    private static final int STEPS = 16;
    private static final double FAST = 1.25; // of the fastest reading: rounds beyond are told apart
    private static final double SAME = 1.15; // of each other: readings of one speed

    private DecodeRatio() {}

    /// Prints a table row for each batch size.
    public static void main(String[] arguments) throws FactorscopeException, IOException {
        Path folder = Files.createTempDirectory("factorscope-bench-");
        try (LanguageModel model = Models.gpt2Shape(folder, Precision.parse(arguments[0]));
                NDManager manager = Models.engine().newManager()) {
            NDArray weights = manager.ones(new Shape(Models.WEIGHTS));
            for (int i = 1; i < arguments.length; i++) {
                row(model, weights, arguments[0], Integer.parseInt(arguments[i]));
            }
        } finally {
            AtomicFiles.deleteTree(folder);
        }
    }

    private static void row(LanguageModel model, NDArray weights, String type, int batch)
            throws FactorscopeException {
        List<Round> rounds = new ArrayList<>();
        int changed = 0;
        double before = reading(weights);
        for (int i = 0; i < ROUNDS; i++) {
            double step = step(model, batch);
            double after = reading(weights);
            boolean warm = i >= ROUNDS / 4;
            if (warm && Math.max(before, after) < SAME * Math.min(before, after)) {
                rounds.add(new Round((before + after) / 2, step));
            } else if (warm) {
                changed++;
            }
            before = after;
        }
        String name = type + ", batch " + batch;
        if (rounds.isEmpty()) {
            System.out.println(name + ": the memory's speed changed in each round");
            return;
        }
        double fastest = Collections.min(rounds.stream().map(Round::reading).toList());
        print(name, rounds.stream().filter(r -> r.reading < FAST * fastest).toList());
        print(name, rounds.stream().filter(r -> r.reading >= FAST * fastest).toList());
        System.out.printf("%s: %d rounds left out, the memory's speed changed%n", name, changed);
    }

    private static void print(String name, List<Round> rounds) {
        if (rounds.isEmpty()) {
            return;
        }
        List<Double> ratios = new ArrayList<>(rounds.stream().map(Round::ratio).toList());
        System.out.printf(
                Locale.ROOT,
                "%s, %d rounds: step %.2f ms, reading %.2f ms, ratio %.3f (%.3f to %.3f in the"
                        + " middle half)%n",
                name,
                rounds.size(),
                quantile(new ArrayList<>(rounds.stream().map(Round::step).toList()), 0.5),
                quantile(new ArrayList<>(rounds.stream().map(Round::reading).toList()), 0.5),
                quantile(ratios, 0.5),
                quantile(ratios, 0.25),
                quantile(ratios, 0.75));
    }

    /// Milliseconds of a reading, the mean of before and after, and of a step between.
    private record Round(double reading, double step) {
        double ratio() {
            return step / reading;
        }
    }

    private static double reading(NDArray weights) {
        List<Double> times = new ArrayList<>();
        for (int i = 0; i < READINGS; i++) {
            long began = System.nanoTime();
            try (NDArray sum = weights.sum()) {
                sum.getFloat();
            }
            times.add((System.nanoTime() - began) / 1e6);
        }
        return quantile(times, 0.5);
    }

    private static double step(LanguageModel model, int batch) throws FactorscopeException {
        List<Double> times = new ArrayList<>();
        try (Decoder decoder = model.decoder(batch, 64 + STEPS, List.of())) {
            decoder.read(new int[batch][64]);
            for (int i = 0; i < STEPS; i++) {
                long began = System.nanoTime();
                decoder.read(new int[batch][1]);
                times.add((System.nanoTime() - began) / 1e6);
            }
        }
        return quantile(times, 0.5);
    }

    private static double quantile(List<Double> values, double share) {
        Collections.sort(values);
        return values.get((int) (share * (values.size() - 1)));
    }
}
