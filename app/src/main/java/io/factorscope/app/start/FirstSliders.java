package io.factorscope.app.start;

import io.factorscope.core.project.Analysis;
import io.factorscope.core.project.ConceptEntry;
import io.factorscope.core.steering.Slider;
import io.factorscope.core.steering.SteerSpec;
import io.factorscope.core.steering.Steerability;

import java.util.Comparator;
import java.util.List;

/// The sliders that a new analysis begins with: the two concepts that steer best.
final class FirstSliders {
    private static final int COUNT = 2;

    /// Two pushes add up, so each gets less than the measured one.
    private static final double SHARE = 0.7;

    private FirstSliders() {}

    static SteerSpec of(Analysis analysis, SteerSpec fresh) {
        List<Slider> sliders =
                analysis.labels().stream()
                        .filter(entry -> gain(entry) > 0)
                        .sorted(Comparator.comparingDouble(FirstSliders::gain).reversed())
                        .limit(COUNT)
                        .map(FirstSliders::slider)
                        .toList();
        return new SteerSpec(fresh.generate(), sliders);
    }

    private static double gain(ConceptEntry entry) {
        Steerability measured = entry.steerability();
        return measured == null ? 0 : measured.gain();
    }

    private static Slider slider(ConceptEntry entry) {
        Steerability measured = entry.steerability();
        double alpha = measured == null ? 0 : SHARE * measured.alpha();
        return new Slider(entry.id(), alpha, false);
    }
}
