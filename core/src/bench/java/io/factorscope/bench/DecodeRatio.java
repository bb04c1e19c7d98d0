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

/// Decoding steps of GPT-2 small's shape against one reading of as many float32 weights, in turns,
/// so that a machine whose memory is now fast, now slow, is as fast for both; rounds in which it
/// was slow are printed apart.
///
/// Arguments: `float32` or `bfloat16`, then batch sizes.
public final class DecodeRatio {
    private static final int ROUNDS = 40;
    private static final int READINGS = 4;
    private static final int STEPS = 16;
    private static final double FAST = 1.25; // of the fastest reading: rounds beyond are told apart

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
        for (int i = 0; i < ROUNDS; i++) {
            double reading = reading(weights);
            Round round = new Round(reading, step(model, batch));
            if (i >= ROUNDS / 4) { // the first are to warm up
                rounds.add(round);
            }
        }
        double fastest = Collections.min(rounds.stream().map(Round::reading).toList());
        String name = type + ", batch " + batch;
        print(name, rounds.stream().filter(r -> r.reading < FAST * fastest).toList());
        print(name, rounds.stream().filter(r -> r.reading >= FAST * fastest).toList());
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

    /// Milliseconds of a reading and of a step after it.
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
