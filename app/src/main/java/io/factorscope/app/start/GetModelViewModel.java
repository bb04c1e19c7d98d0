package io.factorscope.app.start;

import io.factorscope.app.task.Lane;
import io.factorscope.app.task.Latest;
import io.factorscope.app.task.TaskExecutor;
import io.factorscope.app.words.Words;
import io.factorscope.core.job.Amounts;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.Job;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.job.Outcome;
import io.factorscope.core.job.Progress;
import io.factorscope.core.model.hub.FileChoice;
import io.factorscope.core.model.hub.HubAccess;
import io.factorscope.core.model.hub.HubClient;
import io.factorscope.core.model.hub.HubFile;
import io.factorscope.core.model.hub.HubId;
import io.factorscope.core.model.hub.HubModel;
import io.factorscope.core.model.hub.ModelDownload;
import io.factorscope.core.project.Home;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Finds a model on the Hub, shows what would be downloaded, and downloads it.
///
/// **Threads**: FX thread; the network is the files lane's.
public final class GetModelViewModel {
    private static final Progress NOTHING = new Progress("", 0, 0, "");

    private final Latest latest;
    private final Source source;
    private final Consumer<String> onDone;
    private final StringProperty name = new SimpleStringProperty("");
    private final StringProperty revision = new SimpleStringProperty("main");
    private final ObjectProperty<@Nullable String> gguf = new SimpleObjectProperty<>();
    private final ObservableList<String> ggufs = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<@Nullable Found> found = new ReadOnlyObjectWrapper<>();
    private final ObjectProperty<@Nullable FactorscopeException> failure =
            new SimpleObjectProperty<>();
    private final BooleanProperty busy = new SimpleBooleanProperty();
    private final BooleanProperty got = new SimpleBooleanProperty();
    private final ObjectProperty<Progress> progress = new SimpleObjectProperty<>(NOTHING);

    /// Where models come from and where they go.
    public interface Source {
        /// The Hub and the token.
        HubAccess hub() throws FactorscopeException;

        /// The folder of a model with this name.
        Path place(String name) throws FactorscopeException;

        /// The Hub and the shelf that the commands use, as long as the network may be used.
        static Source ofCommands(BooleanSupplier networkAllowed) {
            return new Source() {
                @Override
                public HubAccess hub() throws FactorscopeException {
                    if (!networkAllowed.getAsBoolean()) {
                        throw new FactorscopeException(
                                "FS-OFFLINE-001",
                                "The network is switched off in Settings. Switch it on there, or"
                                        + " choose a model that is at hand.");
                    }
                    return Home.hub(null);
                }

                @Override
                public Path place(String name) throws FactorscopeException {
                    return Home.models().place(name);
                }
            };
        }
    }

    /// A model that is there, and the files that would be downloaded; none while a GGUF file has to
    /// be chosen.
    public record Found(HubModel model, List<String> ggufs, List<HubFile> files) {
        /// How much it is and on what terms: `4 files, 550 MB, licence mit`.
        public String summary() {
            String licence =
                    model.licence().isEmpty()
                            ? Words.of("start.no-licence-stated")
                            : model.licence();
            return Words.format(
                    "start.files-licence",
                    files.size(),
                    Amounts.bytes(ModelDownload.size(files)),
                    licence,
                    model.gated() ? Words.of("start.must-be-accepted") : "");
        }
    }

    /// A view model that hands the name of a model to `onDone` when it is there.
    public GetModelViewModel(TaskExecutor executor, Source source, Consumer<String> onDone) {
        this.latest = new Latest(executor, Lane.FILES);
        this.source = source;
        this.onDone = onDone;
        name.subscribe(value -> forget());
        revision.subscribe(value -> forget());
    }

    /// `ORG/NAME`.
    public StringProperty nameProperty() {
        return name;
    }

    /// Branch, tag or commit.
    public StringProperty revisionProperty() {
        return revision;
    }

    /// The GGUF file to take, or null.
    public ObjectProperty<@Nullable String> ggufProperty() {
        return gguf;
    }

    /// The GGUF files to choose from.
    public ObservableList<String> ggufs() {
        return ggufs;
    }

    /// What was found, or null.
    public ReadOnlyObjectProperty<@Nullable Found> foundProperty() {
        return found.getReadOnlyProperty();
    }

    /// What went wrong, or null.
    public ObjectProperty<@Nullable FactorscopeException> failureProperty() {
        return failure;
    }

    /// Whether the network is in use.
    public BooleanProperty busyProperty() {
        return busy;
    }

    /// Whether the model is there now.
    public BooleanProperty gotProperty() {
        return got;
    }

    /// How far it is.
    public ObjectProperty<Progress> progressProperty() {
        return progress;
    }

    /// Says whether there is an access token, and how to set one; never the token.
    public String tokenHint() {
        try {
            HubAccess hub = source.hub();
            String hint =
                    hub.hasToken()
                            ? Words.of("start.your-access-token-hf-token")
                            : Words.of("start.private-and-gated-models-need");
            return String.join(
                    "\n", Stream.concat(Stream.of(hint), hub.warnings().stream()).toList());
        } catch (FactorscopeException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private void forget() {
        found.set(null);
        ggufs.clear();
        gguf.set(null);
    }

    /// Asks the Hub what there is.
    public void look() {
        String id = name.get();
        String at = revision.get().isBlank() ? "main" : revision.get().strip();
        String file = gguf.get();
        run(
                context -> {
                    HubId hubId = HubId.parse(id);
                    try (HubClient client = new HubClient(source.hub())) {
                        return look(client, client.look(hubId, at, context), file, context);
                    }
                },
                this::show);
    }

    private static Found look(
            HubClient client, HubModel model, @Nullable String file, JobContext context)
            throws FactorscopeException {
        List<String> ggufs =
                model.files().stream()
                        .map(HubFile::path)
                        .filter(path -> path.toLowerCase(Locale.ROOT).endsWith(".gguf"))
                        .toList();
        try {
            return new Found(model, ggufs, FileChoice.of(client, model, file, context));
        } catch (FactorscopeException e) {
            if (ggufs.size() > 1 && file == null) {
                return new Found(model, ggufs, List.of());
            }
            throw e;
        }
    }

    private void show(Found answer) {
        if (!ggufs.equals(answer.ggufs())) {
            ggufs.setAll(answer.ggufs());
        }
        found.set(answer);
    }

    /// Takes one GGUF file instead of what was chosen.
    public void choose(String file) {
        if (!busy.get() && !file.equals(gguf.get())) {
            gguf.set(file);
            look();
        }
    }

    /// Downloads what was found.
    public void download() {
        Found chosen = found.get();
        if (chosen == null || chosen.files().isEmpty()) {
            return;
        }
        String id = chosen.model().id().text();
        run(
                context -> {
                    try (HubClient client = new HubClient(source.hub())) {
                        Path place = source.place(id);
                        return new ModelDownload(client, chosen.model(), chosen.files(), place)
                                .run(context);
                    }
                },
                folder -> {
                    onDone.accept(id);
                    got.set(true);
                });
    }

    private <T> void run(Job<T> job, Consumer<T> then) {
        failure.set(null);
        progress.set(NOTHING);
        busy.set(true);
        latest.request(
                job,
                progress::set,
                outcome -> {
                    busy.set(false);
                    switch (outcome) {
                        case Outcome.Done<T> done -> then.accept(done.value());
                        case Outcome.Cancelled<T> cancelled -> progress.set(NOTHING);
                        case Outcome.Failed<T> failed -> failure.set(failed.failure());
                    }
                });
    }

    /// Ends what runs; what has come of a download is kept for the next time.
    public void cancel() {
        latest.cancel();
        busy.set(false);
        progress.set(NOTHING);
    }
}
