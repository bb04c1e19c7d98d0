package io.factorscope.app.factors;

import io.factorscope.app.session.Session;
import io.factorscope.app.words.Words;
import io.factorscope.core.project.Annotations;
import io.factorscope.core.project.Edit;

import javafx.beans.property.ObjectProperty;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Stars, and lists of concepts with a name; every change can be undone.
public final class ConceptLists {
    private final Session session;
    private final ObjectProperty<List<String>> chosen;
    private final ObjectProperty<Scope> scope;

    ConceptLists(
            Session session, ObjectProperty<List<String>> chosen, ObjectProperty<Scope> scope) {
        this.session = session;
        this.chosen = chosen;
        this.scope = scope;
    }

    private Annotations annotations() {
        return session.annotationsProperty().get();
    }

    /// The names of all lists.
    public List<String> names() {
        return List.copyOf(annotations().lists().keySet());
    }

    /// How many concepts a list has.
    public int size(String list) {
        return annotations().members(list).size();
    }

    /// A name that no list has yet.
    public String freshName() {
        int number = annotations().lists().size() + 1;
        while (annotations().lists().containsKey(Words.format("factors.list", number))) {
            number++;
        }
        return Words.format("factors.list", number);
    }

    /// Puts the chosen concepts into a list, a new one where none has the name.
    public void add(String list) {
        String name = list.strip();
        if (name.isEmpty()) {
            return;
        }
        Set<String> members = new LinkedHashSet<>(annotations().members(name));
        members.addAll(chosen.get());
        session.edit(new Edit.PutList(name, List.copyOf(members)));
    }

    /// Takes the chosen concepts out of a list.
    public void remove(String list) {
        List<String> members = new ArrayList<>(annotations().members(list));
        members.removeAll(chosen.get());
        session.edit(new Edit.PutList(list, members));
    }

    /// Gives a list another name; nothing happens where another list has it.
    ///
    /// Returns whether it has the name now.
    public boolean rename(String list, String to) {
        String name = to.strip();
        boolean taken = annotations().lists().containsKey(name);
        if (name.isEmpty() || name.equals(list) || taken) {
            return name.equals(list);
        }
        boolean isShown = scope.get().equals(new Scope.Listed(list));
        session.edit(new Edit.RenameList(list, name));
        if (isShown) {
            scope.set(new Scope.Listed(name));
        }
        return true;
    }

    /// Deletes a list; its concepts stay.
    public void delete(String list) {
        session.edit(new Edit.DropList(list));
    }

    /// Stars the chosen concepts, or takes the stars away where all have one.
    public void star() {
        List<String> ids = chosen.get();
        if (ids.isEmpty()) {
            return;
        }
        boolean all = ids.stream().allMatch(id -> annotations().starred(id));
        session.edit(all ? new Edit.Stars(List.of(), ids) : new Edit.Stars(ids, List.of()));
    }

    /// Stars one concept, or takes its star away.
    public void star(String id) {
        List<String> one = List.of(id);
        session.edit(
                annotations().starred(id)
                        ? new Edit.Stars(List.of(), one)
                        : new Edit.Stars(one, List.of()));
    }
}
