package io.factorscope.app.evaluate;

import io.factorscope.app.session.Navigator;
import io.factorscope.app.session.Session;
import io.factorscope.app.task.TaskExecutor;
import io.factorscope.core.experiment.Description;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.Job;

import javafx.beans.InvalidationListener;
import javafx.beans.Observable;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// A run that is being made: its fields, what it will take, and the job that begins it.
///
/// **Threads**: FX thread.
public final class NewRun {
    private final EvaluateForm form = new EvaluateForm();
    private final ChatForm chat = new ChatForm();
    private final Navigator navigator;
    private final ConceptChoice concepts;
    private final ServiceChoice services;
    private final RunEstimate estimate;

    NewRun(
            Session session,
            TaskExecutor executor,
            Navigator navigator,
            Consumer<FactorscopeException> failures) {
        this.navigator = navigator;
        concepts = new ConceptChoice(session);
        services = new ServiceChoice(executor, failures);
        estimate = new RunEstimate(this::seen, session, executor);
    }

    /// The numbers and files.
    public EvaluateForm form() {
        return form;
    }

    /// Who describes, writes and judges.
    public ChatForm chat() {
        return chat;
    }

    /// Which concepts are compared.
    public ConceptChoice concepts() {
        return concepts;
    }

    /// Which chat services can be asked.
    public ServiceChoice services() {
        return services;
    }

    /// What it will take.
    public RunEstimate estimate() {
        return estimate;
    }

    /// Tells when any field has changed.
    void onChange(Runnable changed) {
        InvalidationListener listener = field -> changed.run();
        Stream.of(
                        Stream.of(form.fields()),
                        Stream.of(chat.fields()),
                        Stream.<Observable>of(
                                concepts.whichProperty(),
                                concepts.namesProperty(),
                                concepts.problemProperty()))
                .flatMap(fields -> fields)
                .forEach(field -> field.addListener(listener));
    }

    /// What of the chat fields matters now.
    ChatForm.Use use() {
        return form.use(concepts.isChosen());
    }

    /// Whether what may cost money is agreed to.
    boolean mayAsk() {
        return chat.mayAsk(use());
    }

    /// Goes to where an analysis is opened.
    public void openAnalysis() {
        navigator.showStart();
    }

    /// Nothing where what is wrong is said beside the concepts.
    private @Nullable Wanted seen() throws FactorscopeException {
        return concepts.problemProperty().get().isEmpty() ? wanted() : null;
    }

    private Wanted wanted() throws FactorscopeException {
        return new Wanted(
                form.draft(),
                chat.answers(use()),
                form.model.get(),
                form.data.get(),
                form.saeHook.get(),
                concepts.picked());
    }

    /// What makes the folder of the run that the fields say now; on the files lane.
    ///
    /// **Errors**: what is wrong with a field, before the job.
    Job<RunItem> beginning(RunShelf shelf) throws FactorscopeException {
        Wanted wanted = wanted();
        return context -> {
            List<Description> known = wanted.check();
            String now = Instant.now().toString();
            return shelf.begin(now, folder -> wanted.request(folder, now, known));
        };
    }
}
