package io.factorscope.app.start;

import io.factorscope.app.words.Words;
import io.factorscope.core.factorization.SweepSpec;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.job.FactorscopeException;

import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What a sweep varies, each a list of numbers; everything else is as in the form of a new
/// analysis.
public final class SweepForm {
    /// Numbers of factors.
    public final StringProperty ranks = new SimpleStringProperty("16, 32, 64, 96");

    /// Shares of neurons kept by a factor, in percent; empty for the form's own.
    public final StringProperty sparsities = new SimpleStringProperty("");

    /// Layers, counted from 0; empty for the form's own.
    public final StringProperty layers = new SimpleStringProperty("");

    /// Seeds; two or more also say how stable the factors are.
    public final StringProperty seeds = new SimpleStringProperty("0, 1");

    private final FitForm form;

    SweepForm(FitForm form) {
        this.form = form;
    }

    /// The sweep that the fields describe.
    ///
    /// **Errors**: `FS-FORM-001` names the field that is not a list of numbers.
    SweepSpec spec() throws FactorscopeException {
        List<HookPoint> hooks = new ArrayList<>();
        for (double layer :
                numbers(Words.of("start.layers"), or(layers, form.layer.get().toString()))) {
            hooks.add(new HookPoint(whole(Words.of("start.layers"), layer), form.site.get()));
        }
        List<Integer> ks = new ArrayList<>();
        for (double rank : numbers("K", ranks.get())) {
            ks.add(whole("K", rank));
        }
        List<Long> from = new ArrayList<>();
        for (double seed : numbers(Words.of("start.seeds"), seeds.get())) {
            from.add((long) whole(Words.of("start.seeds"), seed));
        }
        List<Double> shares =
                numbers(Words.of("start.sparsity-2"), or(sparsities, form.sparsity.get())).stream()
                        .map(percent -> percent / 100)
                        .toList();
        return new SweepSpec(hooks, ks, shares, from, form.fit());
    }

    private static String or(StringProperty field, String otherwise) {
        return field.get().isBlank() ? otherwise : field.get();
    }

    private static int whole(String name, double number) throws FactorscopeException {
        if (number != Math.rint(number) || Math.abs(number) > Integer.MAX_VALUE) {
            throw new FactorscopeException(
                    "FS-FORM-001", name + " holds " + number + "; expected whole numbers.");
        }
        return (int) number;
    }

    private static List<Double> numbers(String name, String text) throws FactorscopeException {
        try {
            return Arrays.stream(text.split("[,\\s]+"))
                    .filter(word -> !word.isEmpty())
                    .map(Double::valueOf)
                    .distinct()
                    .toList();
        } catch (NumberFormatException e) {
            throw new FactorscopeException(
                    "FS-FORM-001",
                    name + " is '" + text + "'; expected numbers such as 16, 32, 64.",
                    e);
        }
    }
}
