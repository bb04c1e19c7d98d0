package io.factorscope.core.judge;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.store.Hashes;
import io.factorscope.core.store.Json;

import org.jspecify.annotations.Nullable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/// A chat model whose answers are kept on disk, so that the same question is never paid for twice.
///
/// An answer is found by the SHA-256 of the model's name (with its address where it is no service's
/// own), both messages, temperature, length and attempt. A file that cannot be read counts as
/// absent. Only the answer and the counts are in the file. **Threads**: safe to share; the same
/// question asked twice at once is asked once.
public final class CachedChat implements ChatClient {
    private final ChatClient client;
    private final Path folder;
    private final ConcurrentHashMap<String, Object> locks = new ConcurrentHashMap<>();

    /// What a file holds.
    private record Kept(
            String model, String when, String text, long promptTokens, long answerTokens) {}

    /// The same model with its answers kept in a folder.
    public CachedChat(ChatClient client, Path folder) {
        this.client = client;
        this.folder = folder;
    }

    @Override
    public String name() {
        return client.name();
    }

    @Override
    public boolean remembers(ChatRequest request) {
        return kept(file(request)) != null;
    }

    @Override
    public ChatAnswer ask(ChatRequest request, JobContext context) throws FactorscopeException {
        Path file = file(request);
        synchronized (locks.computeIfAbsent(file.toString(), name -> new Object())) {
            context.checkCancelled();
            ChatAnswer known = kept(file);
            if (known != null) {
                return known;
            }
            ChatAnswer answer = client.ask(request, context);
            Json.write(
                    file,
                    new Kept(
                            client.name(),
                            Instant.now().toString(),
                            answer.text(),
                            answer.promptTokens(),
                            answer.answerTokens()));
            return answer;
        }
    }

    private Path file(ChatRequest request) {
        String hash = Hashes.sha256(Json.text(List.of(client.name(), request)));
        return folder.resolve(hash.substring(0, 2)).resolve(hash + ".json");
    }

    private static @Nullable ChatAnswer kept(Path file) {
        if (!Files.isRegularFile(file)) {
            return null;
        }
        try {
            Kept kept = Json.read(file, Kept.class);
            return kept.text == null
                    ? null
                    : new ChatAnswer(kept.text, kept.promptTokens, kept.answerTokens);
        } catch (FactorscopeException e) {
            System.getLogger(CachedChat.class.getName())
                    .log(System.Logger.Level.DEBUG, "a kept answer is broken: " + file);
            return null;
        }
    }
}
