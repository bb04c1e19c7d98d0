package io.factorscope.core.activation;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.store.Json;

import org.jspecify.annotations.Nullable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Puts the activations of several hook points, collected over the same texts, side by side into
/// one A, each scaled to a mean square of one so that none outweighs the others.
///
/// **Cost**: one reading of all numbers; nothing is copied.
public final class Stack {
    private static final int PROGRESS = 1 << 12;

    private Stack() {}

    /// Opens collected folders or `.npy` files side by side; a single one as it is, not scaled.
    ///
    /// **Errors**: `FS-STACK-001` rows that are not the same tokens, `FS-STACK-002` a hook point
    /// twice, `FS-STACK-003` another model's; those of [ActivationSet#open]; cancellation.
    public static ActivationSet open(List<Path> places, JobContext context)
            throws FactorscopeException {
        if (places.size() == 1) {
            return ActivationSet.open(places.getFirst());
        }
        List<ActivationSet> sets = new ArrayList<>();
        try {
            List<StackPart> parts = new ArrayList<>();
            for (Path place : places) {
                ActivationSet set = ActivationSet.open(place);
                sets.add(set);
                agree(sets.getFirst(), set);
            }
            List<String> names = names(places);
            for (int i = 0; i < sets.size(); i++) {
                context.progress("scaling", i, sets.size(), "hook points");
                double scale = scale(sets.get(i), context);
                parts.add(new StackPart(names.get(i), sets.get(i).d(), scale));
            }
            return ActivationSet.sideBySide(sets, List.copyOf(parts));
        } catch (FactorscopeException | RuntimeException e) {
            sets.forEach(ActivationSet::close);
            throw e;
        }
    }

    private static void agree(ActivationSet one, ActivationSet other) throws FactorscopeException {
        TokenTable first = one.tokens();
        TokenTable second = other.tokens();
        boolean same = first == null || second == null || first.sameTokens(second);
        if (one.n() != other.n() || !same) {
            throw new FactorscopeException(
                    "FS-STACK-001",
                    "The rows of "
                            + other.origin()
                            + " ("
                            + other.n()
                            + ") are not the same tokens as those of "
                            + one.origin()
                            + " ("
                            + one.n()
                            + "). Collect both over the same texts with the same options.");
        }
    }

    private static List<String> names(List<Path> places) throws FactorscopeException {
        List<String> names = new ArrayList<>();
        @Nullable String model = null;
        for (Path place : places) {
            Path manifest = place.resolve(Collector.MANIFEST);
            String name = String.valueOf(place.getFileName());
            if (Files.exists(manifest)) {
                Collector.Manifest made = Json.read(manifest, Collector.Manifest.class);
                name = made.spec().hook().name();
                String own = made.provenance().inputs().getOrDefault("model", "");
                if (model != null && !model.equals(own)) {
                    throw new FactorscopeException(
                            "FS-STACK-003",
                            place
                                    + " was collected from another model than the others; expected"
                                    + " hook points of one model. Collect it again.");
                }
                model = own;
            }
            if (names.contains(name)) {
                throw new FactorscopeException(
                        "FS-STACK-002",
                        name + " is there twice; expected each hook point once. Leave one out.");
            }
            names.add(name);
        }
        return names;
    }

    private static double scale(ActivationSet set, JobContext context) throws FactorscopeException {
        float[] row = new float[set.d()];
        double sum = 0;
        for (int i = 0; i < set.n(); i++) {
            if (i % PROGRESS == 0) {
                context.checkpoint();
            }
            set.row(i, row);
            for (float x : row) {
                sum += (double) x * x;
            }
        }
        double mean = sum / ((double) set.n() * set.d());
        return mean > 0 ? 1 / Math.sqrt(mean) : 1;
    }
}
