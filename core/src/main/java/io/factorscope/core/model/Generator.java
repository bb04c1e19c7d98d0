package io.factorscope.core.model;

import io.factorscope.core.hook.Intervention;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.text.StreamDecoder;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// Writes continuations token by token, several samples at once.
///
/// **Threads**: the engine thread. **Errors**: those of encoding and sampling settings.
public final class Generator {
    private final LanguageModel model;
    private final GenerateSpec spec;
    private final GenerateSpec.Listener listener;

    /// A generator for one request.
    public Generator(LanguageModel model, GenerateSpec spec, GenerateSpec.Listener listener) {
        this.model = model;
        this.spec = spec;
        this.listener = listener;
    }

    /// Generates under `interventions`; every token is a checkpoint.
    public List<GenerateSpec.Sample> run(List<Intervention> interventions, JobContext context)
            throws FactorscopeException {
        spec.sampling().checked();
        int[] prompt = model.encode(spec.prompt(), spec.bos());
        int batch = Math.max(1, spec.samples());
        int capacity =
                Math.min(
                        model.config().context(), prompt.length + Math.max(0, spec.maxNewTokens()));
        List<State> states = new ArrayList<>();
        for (int i = 0; i < batch; i++) {
            states.add(new State(i, prompt));
        }
        if (capacity > prompt.length) {
            try (Decoder decoder = model.decoder(batch, capacity, interventions)) {
                write(decoder, prompt, states, capacity, context);
            }
        }
        return states.stream().map(State::sample).toList();
    }

    private void write(
            Decoder decoder, int[] prompt, List<State> states, int capacity, JobContext context)
            throws FactorscopeException {
        Sampler sampler = new Sampler(spec.sampling());
        int vocab = model.config().vocab();
        int[][] next = new int[states.size()][];
        Arrays.fill(next, prompt);
        for (int length = prompt.length; length < capacity; length++) {
            context.checkpoint();
            float[] logits = decoder.read(next);
            boolean anyOpen = false;
            for (State state : states) {
                int id = state.take(sampler, logits, vocab);
                next[state.index] = new int[] {id};
                anyOpen |= !state.ended;
            }
            if (!anyOpen) {
                return;
            }
        }
    }

    /// One sample while it grows.
    private final class State {
        final int index;
        final SplittableRandom random;
        final StreamDecoder decoder;
        final StringBuilder text = new StringBuilder();
        int[] ids;
        boolean ended;

        State(int index, int[] prompt) {
            this.index = index;
            this.random = new SplittableRandom(mix(spec.seed(), index));
            this.decoder = new StreamDecoder(model.tokenizer());
            this.ids = prompt;
        }

        /// Chooses and records the next token; an ended sample only keeps its place in the batch.
        int take(Sampler sampler, float[] logits, int vocab) {
            if (ended) {
                return ids[ids.length - 1];
            }
            sampler.penalise(logits, index * vocab, ids);
            int id = sampler.next(logits, index * vocab, vocab, random);
            if (model.config().eos().contains(id)) {
                ended = true;
                return id;
            }
            ids = Arrays.copyOf(ids, ids.length + 1);
            ids[ids.length - 1] = id;
            String fresh = decoder.add(id);
            if (!fresh.isEmpty()) {
                text.append(fresh);
                listener.wrote(index, fresh);
            }
            return id;
        }

        GenerateSpec.Sample sample() {
            return new GenerateSpec.Sample(
                    Arrays.stream(ids).boxed().toList(), spec.prompt(), text.toString());
        }
    }

    private static long mix(long seed, int index) {
        return seed * 0x9E3779B97F4A7C15L + index * 0xD1B54A32D192ED03L;
    }
}
