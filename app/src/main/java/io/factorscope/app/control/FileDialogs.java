package io.factorscope.app.control;

import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import javafx.stage.FileChooser.ExtensionFilter;

import org.jspecify.annotations.Nullable;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/// Asks a person for a file or a folder, by the system's own dialogs; a scene can have somebody
/// else to answer. Who cancels is asked no more, and nothing happens.
public final class FileDialogs {
    private FileDialogs() {}

    /// What is asked for.
    public enum What {
        /// A file that is there.
        OPEN,
        /// A file to write.
        SAVE,
        /// A folder.
        FOLDER
    }

    /// A question: its title, the name to begin with, and the endings without a dot that a file may
    /// have, none for any.
    public record Question(What what, String title, String name, List<String> endings) {
        /// A copy that nobody can change, its title without the dots of the button that asks.
        public Question {
            title = title.replaceFirst("…$", "");
            endings = List.copyOf(endings);
        }

        /// A name as it was typed, with an ending where it has none of those it may have.
        String completed(String typed, String ending) {
            boolean complete =
                    endings.isEmpty()
                            || endings.stream()
                                    .anyMatch(each ->
                                            typed.toLowerCase(Locale.ROOT).endsWith("." + each));
            return complete ? typed : typed + "." + ending;
        }

        private List<ExtensionFilter> filters() {
            List<String> patterns = endings.stream().map(ending -> "*." + ending).toList();
            if (what == What.OPEN && !patterns.isEmpty()) {
                return List.of(new ExtensionFilter(String.join(", ", patterns), patterns));
            }
            return endings.stream()
                    .map(each -> new ExtensionFilter(each.toUpperCase(Locale.ROOT), "*." + each))
                    .toList();
        }
    }

    /// Who answers.
    @FunctionalInterface
    public interface Person {
        /// The chosen place, or null where the dialog is cancelled.
        @Nullable Path answer(Question question);
    }

    /// Lets somebody else answer for a scene.
    public static void answerBy(Scene scene, Person person) {
        scene.getProperties().put(Person.class, person);
    }

    /// Asks for a file to read.
    public static void open(Node owner, String title, List<String> endings, Consumer<Path> use) {
        ask(owner, new Question(What.OPEN, title, "", endings), use);
    }

    /// Asks where to write a file; each ending is a form of its own.
    public static void save(
            Node owner, String title, String name, List<String> endings, Consumer<Path> use) {
        ask(owner, new Question(What.SAVE, title, name, endings), use);
    }

    /// Asks for a folder.
    public static void folder(Node owner, String title, Consumer<Path> use) {
        ask(owner, new Question(What.FOLDER, title, "", List.of()), use);
    }

    private static void ask(Node owner, Question question, Consumer<Path> use) {
        Scene scene = owner.getScene();
        Object person =
                scene.getProperties().computeIfAbsent(Person.class, key -> new AtScreen(scene));
        Path chosen = person instanceof Person asked ? asked.answer(question) : null;
        if (chosen != null) {
            use.accept(chosen);
        }
    }

    /// The system's dialogs, which begin where the last one ended.
    private static final class AtScreen implements Person {
        private final Scene scene;
        private @Nullable File last;

        AtScreen(Scene scene) {
            this.scene = scene;
        }

        @Override
        public @Nullable Path answer(Question question) {
            File from = last != null && last.isDirectory() ? last : null;
            File chosen =
                    question.what == What.FOLDER ? folder(question, from) : file(question, from);
            if (chosen == null) {
                return null;
            }
            last = chosen.getAbsoluteFile().getParentFile();
            return chosen.toPath();
        }

        private @Nullable File folder(Question question, @Nullable File from) {
            DirectoryChooser chooser = new DirectoryChooser();
            chooser.setTitle(question.title);
            chooser.setInitialDirectory(from);
            return chooser.showDialog(scene.getWindow());
        }

        private @Nullable File file(Question question, @Nullable File from) {
            FileChooser chooser = new FileChooser();
            chooser.setTitle(question.title);
            chooser.setInitialDirectory(from);
            chooser.setInitialFileName(question.name);
            chooser.getExtensionFilters().setAll(question.filters());
            if (question.what == What.OPEN) {
                return chooser.showOpenDialog(scene.getWindow());
            }
            File chosen = chooser.showSaveDialog(scene.getWindow());
            return chosen == null ? null : completed(question, chosen, chooser);
        }

        private @Nullable File completed(Question question, File chosen, FileChooser chooser) {
            ExtensionFilter form = chooser.getSelectedExtensionFilter();
            String pattern = form == null ? "" : form.getExtensions().getFirst();
            String ending =
                    pattern.startsWith("*.") ? pattern.substring(2) : firstOf(question.endings);
            File complete =
                    new File(chosen.getParentFile(), question.completed(chosen.getName(), ending));
            if (complete.equals(chosen) || !complete.exists()) {
                return complete;
            }
            // The dialog has not seen that this file is there; now it asks whether to replace it.
            Question again =
                    new Question(What.SAVE, question.title, complete.getName(), question.endings);
            return file(again, complete.getParentFile());
        }

        private static String firstOf(List<String> endings) {
            return endings.isEmpty() ? "" : endings.getFirst();
        }
    }
}
