package io.factorscope.core.steering;

import io.factorscope.core.model.GenerateSpec;

import java.util.List;
import java.util.Objects;

/// A steering session: what to write, which concepts push, where they act, and in which unit a
/// person sets them.
public record SteerSpec(GenerateSpec generate, List<Slider> sliders, Place place, Unit unit) {
    /// The unit of strength.
    public enum Unit {
        /// α, the norm of what is added.
        ALPHA,
        /// Nats of KL on the next token.
        PUSH
    }

    /// Files written before there was a choice lack the place and the unit.
    @SuppressWarnings("NullAway") // JSON may lack them
    public SteerSpec {
        Objects.requireNonNull(generate, "generate");
        sliders = List.copyOf(sliders);
        place = place == null ? Place.USUAL : place;
        unit = unit == null ? Unit.PUSH : unit;
    }

    /// Steering at every token, in pushes.
    public SteerSpec(GenerateSpec generate, List<Slider> sliders) {
        this(generate, sliders, Place.USUAL, Unit.PUSH);
    }

    /// The sliders that push: not muted, soloed where any is, and not at 0.
    public List<Slider> heard() {
        boolean anySolo = sliders.stream().anyMatch(Slider::solo);
        return sliders.stream()
                .filter(s -> !s.muted() && (!anySolo || s.solo()) && s.alpha() != 0)
                .toList();
    }

    /// The same session with texts drawn from another seed.
    public SteerSpec withSeed(long seed) {
        GenerateSpec fresh =
                new GenerateSpec(
                        generate.prompt(),
                        generate.maxNewTokens(),
                        generate.sampling(),
                        seed,
                        generate.samples(),
                        generate.bos());
        return new SteerSpec(fresh, sliders, place, unit);
    }
}
