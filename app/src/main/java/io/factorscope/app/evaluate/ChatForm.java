package io.factorscope.app.evaluate;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.judge.Price;

import javafx.beans.Observable;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import org.jspecify.annotations.Nullable;

/// Who describes concepts, writes sentences and judges texts, as the fields say it. One chat
/// service at most does any of it; choosing one has it describe and judge until the fields say
/// otherwise.
public final class ChatForm {
    /// Where the concepts' descriptions come from.
    public enum Descriptions {
        /// Their own tokens and the data's labels.
        TOKENS,
        /// The chat service.
        CHAT,
        /// A file.
        FILE
    }

    /// Where the sentences come from that score concepts.
    public enum Sentences {
        /// Labelled data that made no concept.
        HELD_OUT,
        /// The chat service.
        WRITTEN
    }

    final ObjectProperty<ServiceKind> service = new SimpleObjectProperty<>(ServiceKind.NONE);
    final StringProperty model = new SimpleStringProperty("");
    final StringProperty base = new SimpleStringProperty("");
    final StringProperty calls = new SimpleStringProperty("");
    final StringProperty price = new SimpleStringProperty("");
    final BooleanProperty agreed = new SimpleBooleanProperty();
    final ObjectProperty<Descriptions> descriptions =
            new SimpleObjectProperty<>(Descriptions.TOKENS);
    final StringProperty file = new SimpleStringProperty("");
    final ObjectProperty<Sentences> sentences = new SimpleObjectProperty<>(Sentences.HELD_OUT);
    final ObjectProperty<JudgeKind> judge = new SimpleObjectProperty<>(JudgeKind.NONE);

    private final ObservableList<Descriptions> describers =
            FXCollections.observableArrayList(Descriptions.TOKENS, Descriptions.FILE);
    private final ObservableList<JudgeKind> judges =
            FXCollections.observableArrayList(JudgeKind.NONE, JudgeKind.LOCAL, JudgeKind.PERSON);

    ChatForm() {
        service.subscribe((before, now) -> serviceChanged(before));
    }

    private void serviceChanged(ServiceKind before) {
        if (!there()) {
            sentences.set(Sentences.HELD_OUT);
            if (descriptions.get() == Descriptions.CHAT) {
                descriptions.set(Descriptions.TOKENS);
            }
            if (judge.get() == JudgeKind.CHAT) {
                judge.set(JudgeKind.NONE);
            }
            describers.remove(Descriptions.CHAT);
            judges.remove(JudgeKind.CHAT);
        } else if (before == ServiceKind.NONE) {
            describers.add(1, Descriptions.CHAT);
            judges.add(JudgeKind.CHAT);
            if (descriptions.get() == Descriptions.TOKENS) {
                descriptions.set(Descriptions.CHAT);
            }
            if (judge.get() == JudgeKind.NONE) {
                judge.set(JudgeKind.CHAT);
            }
        }
    }

    /// Whether a service is chosen.
    boolean there() {
        return service.get() != ServiceKind.NONE;
    }

    /// What the service takes, or null where nothing is written.
    ///
    /// **Errors**: `FS-CHAT-011`.
    @Nullable Price perMillion() throws FactorscopeException {
        return price.get().isBlank() ? null : Price.parse(price.get());
    }

    /// Where descriptions can come from now.
    public ObservableList<Descriptions> describers() {
        return describers;
    }

    /// Who can judge now.
    public ObservableList<JudgeKind> judges() {
        return judges;
    }

    Observable[] fields() {
        return new Observable[] {
            service, model, base, calls, price, agreed, descriptions, file, sentences, judge
        };
    }

    /// What the rest of the form asks for, which decides what of this matters.
    record Use(boolean detects, boolean steers, boolean chosen) {
        /// Whether sentences of both kinds score the concepts.
        boolean scores() {
            return chosen || detects;
        }
    }

    /// Whether concepts are described at all.
    boolean describes(Use use) {
        return use.chosen || writes(use) || (use.steers && judge.get() != JudgeKind.NONE);
    }

    /// Whether the service writes the sentences.
    boolean writes(Use use) {
        return there() && sentences.get() == Sentences.WRITTEN && use.scores();
    }

    private boolean asks(Use use) {
        boolean described = descriptions.get() == Descriptions.CHAT && describes(use);
        boolean judged = judge.get() == JudgeKind.CHAT && use.steers;
        return there() && (writes(use) || described || judged);
    }

    /// Whether what may cost money is agreed to, by a word or a limit.
    boolean mayAsk(Use use) {
        boolean agrees = agreed.get() || !calls.get().isBlank();
        return !asks(use) || !service.get().paid() || agrees;
    }

    /// Who is asked, and where descriptions come from; `file`: empty where from none.
    record Answers(
            RunRequest.Asked asked,
            @Nullable Price price,
            boolean byChat,
            String file,
            boolean written) {}

    /// What the fields say now.
    ///
    /// **Errors**: `FS-FORM-001` where the limit is no number, `FS-FORM-005` where a file is wanted
    /// and none is named.
    Answers answers(Use use) throws FactorscopeException {
        boolean asks = asks(use);
        String most = calls.get().strip();
        RunRequest.Asked asked =
                new RunRequest.Asked(
                        use.steers ? judge.get() : JudgeKind.NONE,
                        asks ? service.get().service() : null,
                        asks ? model.get().strip() : "",
                        asks && service.get() == ServiceKind.COMPATIBLE ? base.get().strip() : "",
                        asks && !most.isEmpty() ? EvaluateForm.calls(most) : 0);
        boolean fromFile = descriptions.get() == Descriptions.FILE && describes(use);
        if (fromFile && file.get().isBlank()) {
            throw new FactorscopeException(
                    "FS-FORM-005",
                    "Descriptions come from a file, but none is named; expected what"
                            + " 'factorscope describe' wrote. Choose it, or another source.");
        }
        boolean byChat = descriptions.get() == Descriptions.CHAT && describes(use);
        return new Answers(
                asked,
                asks ? perMillion() : null,
                byChat,
                fromFile ? file.get().strip() : "",
                writes(use));
    }
}
