package io.factorscope.core.model;

import io.factorscope.core.job.FactorscopeException;

import java.util.ArrayList;
import java.util.List;

/// Which tensors a model of some configuration must have under its family's names, in what shape.
///
/// **Shapes**: as stored, which is `[in, out]` for the matrices of some families.
record TensorPlan(ModelConfig config, TensorNames names) {
    /// A tensor that must be there; `layer` is -1 outside the layers.
    record Required(String name, int layer, List<Long> shape) {
        Required {
            shape = List.copyOf(shape);
        }

        StoredTensor in(WeightFile file) throws FactorscopeException {
            return file.require(name, shape.stream().mapToLong(Long::longValue).toArray());
        }
    }

    boolean used(Role role) {
        return switch (role) {
            case KEYS, VALUES -> !names.fused();
            case GATE -> config.gated();
            case ATTENTION_POST_NORM, MLP_POST_NORM -> config.postNorms();
            default -> true;
        };
    }

    int outputs(Role role) {
        ModelConfig.Attention attention = config.attention();
        int queries = attention.heads() * attention.dHead();
        int keys = attention.keyHeads() * attention.dHead();
        return switch (role) {
            case QUERIES -> names.fused() ? queries + 2 * keys : queries;
            case KEYS, VALUES -> keys;
            case GATE, UP -> config.dMlp();
            default -> config.dModel();
        };
    }

    int inputs(Role role) {
        return switch (role) {
            case ATTENTION_OUT -> config.attention().heads() * config.attention().dHead();
            case DOWN -> config.dMlp();
            default -> config.dModel();
        };
    }

    /// Everything that must be there.
    List<Required> required() {
        List<Required> all = new ArrayList<>();
        long d = config.dModel();
        add(all, -1, names.embedding() + ".weight", config.vocab(), d);
        if (names.positions() != null) {
            add(all, -1, names.positions() + ".weight", config.context(), d);
        }
        add(all, -1, names.finalNorm() + ".weight", d);
        if (config.norm() == ModelConfig.Norm.LAYER) {
            add(all, -1, names.finalNorm() + ".bias", d);
        }
        if (!config.tied()) {
            add(all, -1, names.unembedding() + ".weight", config.vocab(), d);
        }
        for (int layer = 0; layer < config.layers(); layer++) {
            for (Role role : Role.values()) {
                if (used(role)) {
                    addRole(all, layer, role);
                }
            }
        }
        return all;
    }

    private void addRole(List<Required> all, int layer, Role role) {
        String name = names.in(layer, role);
        long in = inputs(role);
        long out = outputs(role);
        if (role.isNorm()) {
            add(all, layer, name + ".weight", out);
        } else if (names.inByOut()) {
            add(all, layer, name + ".weight", in, out);
        } else {
            add(all, layer, name + ".weight", out, in);
        }
        if (names.biased().contains(role)) {
            add(all, layer, name + ".bias", out);
        }
    }

    private static void add(List<Required> all, int layer, String name, Long... shape) {
        all.add(new Required(name, layer, List.of(shape)));
    }

    private static void add(List<Required> all, int layer, String name, int rows, long columns) {
        add(all, layer, name, Long.valueOf(rows), Long.valueOf(columns));
    }
}
