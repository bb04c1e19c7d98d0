package io.factorscope.core.project;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

import io.factorscope.core.steering.SteerRun;
import io.factorscope.core.steering.SteerSpec;
import io.factorscope.core.steering.Steerability;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// One change of what a person has added to an analysis; a line of its journal.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "edit")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Edit.Name.class, name = "name"),
    @JsonSubTypes.Type(value = Edit.Note.class, name = "note"),
    @JsonSubTypes.Type(value = Edit.Stars.class, name = "stars"),
    @JsonSubTypes.Type(value = Edit.PutList.class, name = "list"),
    @JsonSubTypes.Type(value = Edit.DropList.class, name = "drop list"),
    @JsonSubTypes.Type(value = Edit.RenameList.class, name = "rename list"),
    @JsonSubTypes.Type(value = Edit.Describe.class, name = "describe"),
    @JsonSubTypes.Type(value = Edit.Measure.class, name = "measure"),
    @JsonSubTypes.Type(value = Edit.Preset.class, name = "preset"),
    @JsonSubTypes.Type(value = Edit.Steer.class, name = "steer"),
    @JsonSubTypes.Type(value = Edit.Ran.class, name = "ran")
})
public sealed interface Edit {
    /// Gives a concept a name; an empty one takes it away.
    record Name(String concept, String name) implements Edit {}

    /// Writes a note on a concept; an empty one takes it away.
    record Note(String concept, String note) implements Edit {}

    /// Gives stars to some concepts and takes them from others.
    record Stars(List<String> on, List<String> off) implements Edit {
        /// A copy that nobody can change.
        public Stars {
            on = List.copyOf(on);
            off = List.copyOf(off);
        }
    }

    /// Makes a list, or gives it other members.
    record PutList(String list, List<String> members) implements Edit {
        /// A copy that nobody can change.
        public PutList {
            members = List.copyOf(members);
        }
    }

    /// Deletes a list; its concepts stay.
    record DropList(String list) implements Edit {}

    /// Gives a list another name, in place of any list that has it.
    record RenameList(String from, String to) implements Edit {}

    /// Gives concepts the labels that a machine wrote for them, and takes those of others away.
    record Describe(Map<String, MachineLabel> on, List<String> off) implements Edit {
        /// A copy that nobody can change.
        public Describe {
            on = Map.copyOf(on);
            off = List.copyOf(off);
        }
    }

    /// Says how well concepts steer, and forgets it of others.
    record Measure(Map<String, Steerability> on, List<String> off) implements Edit {
        /// A copy that nobody can change.
        public Measure {
            on = Map.copyOf(on);
            off = List.copyOf(off);
        }
    }

    /// Keeps steering sessions by name, and forgets others.
    record Preset(Map<String, SteerSpec> on, List<String> off) implements Edit {
        /// A copy that nobody can change.
        public Preset {
            on = Map.copyOf(on);
            off = List.copyOf(off);
        }
    }

    /// Changes the steering session.
    record Steer(SteerSpec steering) implements Edit {}

    /// Adds a run to the history of the steering session.
    record Ran(SteerRun run) implements Edit {}

    /// The state after this edit.
    default AnalysisState applyTo(AnalysisState before) {
        return switch (this) {
            case Steer steer ->
                    new AnalysisState(before.annotations(), steer.steering, before.runs());
            case Ran ran ->
                    new AnalysisState(
                            before.annotations(), before.steering(), before.runs().with(ran.run));
            default ->
                    new AnalysisState(
                            applyTo(before.annotations()), before.steering(), before.runs());
        };
    }

    /// The annotations after this edit; [Steer] and [Ran] leave them as they are.
    default Annotations applyTo(Annotations before) {
        NavigableMap<String, String> names = new TreeMap<>(before.names());
        NavigableMap<String, String> notes = new TreeMap<>(before.notes());
        NavigableSet<String> stars = new TreeSet<>(before.stars());
        NavigableMap<String, List<String>> lists = new TreeMap<>(before.lists());
        NavigableMap<String, MachineLabel> described = new TreeMap<>(before.described());
        NavigableMap<String, Steerability> measured = new TreeMap<>(before.measured());
        NavigableMap<String, SteerSpec> presets = new TreeMap<>(before.presets());
        switch (this) {
            case Name edit -> put(names, edit.concept, edit.name);
            case Note edit -> put(notes, edit.concept, edit.note);
            case Stars edit -> {
                edit.off.forEach(stars::remove);
                stars.addAll(edit.on);
            }
            case PutList edit -> lists.put(edit.list, edit.members);
            case DropList edit -> lists.remove(edit.list);
            case RenameList edit -> {
                List<String> members = lists.remove(edit.from);
                if (members != null) {
                    lists.put(edit.to, members);
                }
            }
            case Describe edit -> {
                edit.off.forEach(described::remove);
                described.putAll(edit.on);
            }
            case Measure edit -> {
                edit.off.forEach(measured::remove);
                measured.putAll(edit.on);
            }
            case Preset edit -> {
                edit.off.forEach(presets::remove);
                presets.putAll(edit.on);
            }
            case Steer edit -> {}
            case Ran edit -> {}
        }
        return new Annotations(names, notes, stars, lists, described, measured, presets);
    }

    /// The edits that undo several, made one after another from `before` on.
    static List<Edit> inverse(List<Edit> edits, Annotations before) {
        List<Edit> back = new ArrayList<>();
        Annotations now = before;
        for (Edit edit : edits) {
            back.addAll(0, edit.inverse(now));
            now = edit.applyTo(now);
        }
        return back;
    }

    /// The edits that undo this one, given the annotations before it.
    default List<Edit> inverse(Annotations before) {
        return switch (this) {
            case Name edit ->
                    List.of(new Name(edit.concept, before.names().getOrDefault(edit.concept, "")));
            case Note edit -> List.of(new Note(edit.concept, before.note(edit.concept)));
            case Stars edit ->
                    List.of(
                            new Stars(
                                    kept(edit.off, before.stars(), true),
                                    kept(edit.on, before.stars(), false)));
            case PutList edit -> List.of(restore(before, edit.list));
            case DropList edit -> List.of(restore(before, edit.list));
            case RenameList edit -> List.of(restore(before, edit.from), restore(before, edit.to));
            case Describe edit -> {
                Map<String, MachineLabel> back = kept(before.described(), edit.on, edit.off);
                yield List.of(new Describe(back, gone(edit.on, back)));
            }
            case Measure edit -> {
                Map<String, Steerability> back = kept(before.measured(), edit.on, edit.off);
                yield List.of(new Measure(back, gone(edit.on, back)));
            }
            case Preset edit -> {
                Map<String, SteerSpec> back = kept(before.presets(), edit.on, edit.off);
                yield List.of(new Preset(back, gone(edit.on, back)));
            }
            case Steer edit -> List.of();
            case Ran edit -> List.of();
        };
    }

    /// What was done, in a few words, for the undo menu.
    default String describe() {
        return switch (this) {
            case Name edit -> "naming a concept";
            case Note edit -> "writing a note";
            case Stars edit -> edit.on.isEmpty() ? "removing stars" : "starring";
            case PutList edit -> "changing list '" + edit.list + "'";
            case DropList edit -> "deleting list '" + edit.list + "'";
            case RenameList edit -> "renaming list '" + edit.from + "'";
            case Describe edit -> "describing concepts";
            case Measure edit -> "measuring what steers";
            case Preset edit -> edit.on.isEmpty() ? "deleting a preset" : "keeping a preset";
            case Steer edit -> "steering";
            case Ran edit -> "writing";
        };
    }

    private static Edit restore(Annotations before, String list) {
        return before.lists().containsKey(list)
                ? new PutList(list, before.members(list))
                : new DropList(list);
    }

    /// What was known before of all that an edit touches.
    private static <T> Map<String, T> kept(
            Map<String, T> before, Map<String, T> on, List<String> off) {
        Map<String, T> back = new TreeMap<>(before);
        back.keySet().removeIf(id -> !on.containsKey(id) && !off.contains(id));
        return back;
    }

    private static <T> List<String> gone(Map<String, T> on, Map<String, T> back) {
        return on.keySet().stream().filter(id -> !back.containsKey(id)).sorted().toList();
    }

    private static List<String> kept(List<String> ids, Collection<String> stars, boolean starred) {
        List<String> found = new ArrayList<>();
        for (String id : ids) {
            if (stars.contains(id) == starred) {
                found.add(id);
            }
        }
        return found;
    }

    private static void put(NavigableMap<String, String> map, String key, String value) {
        if (value.isBlank()) {
            map.remove(key);
        } else {
            map.put(key, value.strip());
        }
    }
}
