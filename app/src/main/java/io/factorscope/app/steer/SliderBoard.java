package io.factorscope.app.steer;

import io.factorscope.app.session.Session;
import io.factorscope.app.words.Words;
import io.factorscope.core.concept.ConceptSource;
import io.factorscope.core.factorization.ConceptTree;
import io.factorscope.core.project.Analysis;
import io.factorscope.core.project.ConceptEntry;
import io.factorscope.core.steering.Blend;
import io.factorscope.core.steering.Place;
import io.factorscope.core.steering.Slider;
import io.factorscope.core.steering.SteerSpec;
import io.factorscope.core.steering.SteerSpec.Unit;
import io.factorscope.core.steering.Steerability;
import io.factorscope.core.steering.Steering;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// The sliders, in order: which are there, which are heard, and where parents put their children.
public final class SliderBoard {
    /// Where a slider stands when a concept is added: a push of 0.25 nats.
    private static final double FIRST_VALUE = 0.5;

    private final Session session;
    private final Runnable onChange;
    private final ObservableList<SteerSlider> sliders = FXCollections.observableArrayList();
    private final ObjectProperty<Unit> unit = new SimpleObjectProperty<>(Unit.PUSH);
    private boolean quiet;

    SliderBoard(Session session, Runnable onChange) {
        this.session = session;
        this.onChange = onChange;
        unit.subscribe((before, now) ->
                quietly(() -> sliders.forEach(slider -> slider.unitProperty().set(now))));
    }

    /// The sliders.
    public ObservableList<SteerSlider> sliders() {
        return sliders;
    }

    /// The unit in which all are set.
    public ObjectProperty<Unit> unitProperty() {
        return unit;
    }

    /// Puts saved sliders in place of those that are there; returns the ids that the analysis does
    /// not have.
    List<String> restore(List<Slider> saved, Unit in) {
        List<String> missing = new ArrayList<>();
        quietly(() -> {
            sliders.clear();
            unit.set(in);
            for (Slider one : saved) {
                Optional<SteerSlider> made = make(one.concept(), one.parts());
                made.ifPresent(slider -> {
                    slider.restore(one);
                    watch(slider);
                    sliders.add(slider);
                });
                if (made.isEmpty()) {
                    missing.add(one.concept());
                }
            }
        });
        return missing;
    }

    /// Adds a slider for a concept, or for a group where parts are given; the same one that is
    /// there stays. A group whose name is taken by another gets a number behind it.
    Optional<SteerSlider> add(String id, List<Slider.Part> parts) {
        String free = id;
        for (int number = 2; taken(free, parts); number++) {
            free = id + " " + number;
        }
        String name = free;
        boolean there = sliders.stream().anyMatch(s -> s.id().equals(name));
        Optional<SteerSlider> made = there ? Optional.empty() : make(name, parts);
        made.ifPresent(slider -> {
            slider.valueProperty().set(FIRST_VALUE);
            watch(slider);
            sliders.add(slider);
            changed();
        });
        return made;
    }

    private boolean taken(String id, List<Slider.Part> parts) {
        return sliders.stream().anyMatch(s -> s.id().equals(id) && !s.parts().equals(parts));
    }

    private Optional<SteerSlider> make(String id, List<Slider.Part> parts) {
        Analysis analysis = session.analysis();
        if (analysis == null) {
            return Optional.empty();
        }
        List<Slider.Part> all =
                parts.isEmpty() ? List.of(new Slider.Part(id, 1, List.of())) : parts;
        List<ConceptEntry> entries = new ArrayList<>();
        List<Blend.Piece> pieces = new ArrayList<>();
        for (Slider.Part part : all) {
            ConceptEntry entry = analysis.find(part.concept());
            if (entry != null) {
                entries.add(entry);
                pieces.add(new Blend.Piece(entry.concept(), part.weight(), part.neurons()));
            }
        }
        if (entries.isEmpty()) {
            return Optional.empty();
        }
        SteerSlider slider =
                new SteerSlider(Blend.of(id, pieces), parts, entries, guess(analysis, entries));
        slider.unitProperty().set(unit.get());
        return Optional.of(slider);
    }

    /// A first guess at the α of a 0.25 nat push, until it is calibrated.
    private static double guess(Analysis analysis, List<ConceptEntry> entries) {
        Steerability measured = entries.getFirst().steerability();
        return entries.size() == 1 && measured != null && measured.alpha() > 0
                ? measured.alpha()
                : Math.max(1e-3, analysis.norm(entries.getFirst()) / 2);
    }

    private void watch(SteerSlider slider) {
        slider.valueProperty().subscribe((before, now) -> changed());
        slider.mutedProperty().subscribe((before, now) -> changed());
        slider.soloProperty().subscribe((before, now) -> changed());
        slider.calibratedProperty()
                .subscribe((before, now) -> {
                    if (now != null) {
                        changed();
                    }
                });
    }

    /// Takes a slider away.
    public void remove(SteerSlider slider) {
        int at = sliders.indexOf(slider);
        if (at < 0) {
            return;
        }
        Slider saved = slider.saved();
        session.undoable(
                Words.format("steer.taking-away", nameOf(slider)),
                () -> {
                    sliders.removeIf(s -> s.id().equals(saved.concept()));
                    changed();
                },
                () -> putBack(saved, at));
    }

    private void putBack(Slider saved, int at) {
        boolean there = sliders.stream().anyMatch(s -> s.id().equals(saved.concept()));
        Optional<SteerSlider> made =
                there ? Optional.empty() : make(saved.concept(), saved.parts());
        made.ifPresent(slider -> {
            slider.restore(saved);
            watch(slider);
            sliders.add(Math.min(at, sliders.size()), slider);
            changed();
        });
    }

    /// What people call what a slider steers.
    String nameOf(SteerSlider slider) {
        return slider.parts().isEmpty() ? session.nameOf(slider.entries().getFirst()) : slider.id();
    }

    private void quietly(Runnable work) {
        boolean before = quiet;
        quiet = true;
        work.run();
        quiet = before;
        showGhosts();
    }

    private void changed() {
        if (!quiet) {
            showGhosts();
            onChange.run();
        }
    }

    /// What pushes now.
    Steering steering(Place place) {
        boolean anySolo = sliders.stream().anyMatch(s -> s.soloProperty().get());
        return new Steering(
                sliders.stream()
                        .filter(s -> heard(s, anySolo) && s.alpha() != 0)
                        .map(s -> new Steering.Pushed(s.blend(), s.alpha()))
                        .toList(),
                place);
    }

    /// What pushed in a session that was saved, at the strengths it had then.
    Steering of(SteerSpec spec) {
        List<Steering.Pushed> pushed = new ArrayList<>();
        for (Slider one : spec.heard()) {
            make(one.concept(), one.parts())
                    .ifPresent(s -> pushed.add(new Steering.Pushed(s.blend(), one.alpha())));
        }
        return new Steering(pushed, spec.place());
    }

    private static boolean heard(SteerSlider slider, boolean anySolo) {
        return !slider.mutedProperty().get() && (!anySolo || slider.soloProperty().get());
    }

    List<Slider> saved() {
        return sliders.stream().map(SteerSlider::saved).toList();
    }

    /// A child's ghost: the sum of its parents' α, each times the cosine of the two directions.
    private void showGhosts() {
        Analysis analysis = session.analysis();
        ConceptTree tree = analysis == null ? null : analysis.tree();
        for (SteerSlider child : sliders) {
            double alpha = 0;
            for (SteerSlider parent : sliders) {
                if (tree != null && isChild(tree, parent, child)) {
                    alpha += parent.alpha() * parent.blend().cosine(child.blend());
                }
            }
            child.showGhost(alpha);
        }
    }

    private static boolean isChild(ConceptTree tree, SteerSlider parent, SteerSlider child) {
        ConceptTree.Node below = node(child);
        ConceptTree.Node above = node(parent);
        if (below == null || above == null || above.level() != below.level() + 1) {
            return false;
        }
        boolean both = above.level() <= tree.levels();
        return both
                && tree.parents(below, ConceptTree.SHARE).stream()
                        .anyMatch(link -> Objects.equals(link.node(), above));
    }

    private static ConceptTree.@Nullable Node node(SteerSlider slider) {
        if (slider.entries().size() != 1) {
            return null;
        }
        return switch (slider.entries().getFirst().concept().source()) {
            case ConceptSource.Factor factor -> new ConceptTree.Node(1, factor.index());
            case ConceptSource.TreeNode at -> new ConceptTree.Node(at.level(), at.index());
            case ConceptSource.Label label -> null;
            case ConceptSource.SaeFeature feature -> null;
            case ConceptSource.Given given -> null;
        };
    }
}
