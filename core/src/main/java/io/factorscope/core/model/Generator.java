package io.factorscope.core.model;

import io.factorscope.core.hook.HookPoint;
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
        int[] prompt = model.encode(spec.prompt(), spec.bos());
        return write(prompt, 1, List.of(new Voice(prompt, interventions)), Voice::only, context)
                .getFirst();
    }

    /// Generates under each of several steering vectors at one hook point, all in one batch; each
    /// one's samples draw from the same streams as in [#run].
    ///
    /// **Cost**: far less than a run for each, as a batch reads the weights once a token.
    public List<List<GenerateSpec.Sample>> runEach(
            HookPoint hook, List<float[]> vectors, JobContext context) throws FactorscopeException {
        int[] prompt = model.encode(spec.prompt(), spec.bos());
        float[][] each = new float[vectors.size() * samples()][];
        for (int i = 0; i < each.length; i++) {
            each[i] = vectors.get(i / samples());
        }
        Voice voice = new Voice(prompt, List.of(Intervention.addEach(hook, each)));
        return write(prompt, vectors.size(), List.of(voice), Voice::only, context);
    }

    /// Generates as if `before` had come before the prompt, each time to another degree: logits are
    /// those without it plus `share` times the difference it makes.
    ///
    /// **Shapes**: one list of samples for each of `shares`. **Cost**: two models' work.
    public List<List<GenerateSpec.Sample>> runPrompted(
            String before, List<Double> shares, JobContext context) throws FactorscopeException {
        int[] prompt = model.encode(spec.prompt(), spec.bos());
        int[] longer = model.encode(before + spec.prompt(), spec.bos());
        List<Voice> voices = List.of(new Voice(prompt, List.of()), new Voice(longer, List.of()));
        Mix mix =
                logits -> {
                    float[] without = logits.getFirst();
                    float[] with = logits.getLast();
                    int vocab = model.config().vocab();
                    for (int i = 0; i < without.length; i++) {
                        double share = shares.get(i / vocab / samples());
                        without[i] += (float) (share * (with[i] - without[i]));
                    }
                    return without;
                };
        return write(prompt, shares.size(), voices, mix, context);
    }

    /// What is read before the first new token, and what is changed while reading.
    private static final class Voice {
        private final int[] start;
        private final List<Intervention> interventions;

        Voice(int[] start, List<Intervention> interventions) {
            this.start = start;
            this.interventions = interventions;
        }

        static float[] only(List<float[]> logits) {
            return logits.getFirst();
        }
    }

    /// Makes one set of logits `[batch * vocab]` of those of all voices.
    @FunctionalInterface
    private interface Mix {
        float[] of(List<float[]> logits);
    }

    private int samples() {
        return Math.max(1, spec.samples());
    }

    private List<List<GenerateSpec.Sample>> write(
            int[] prompt, int settings, List<Voice> voices, Mix mix, JobContext context)
            throws FactorscopeException {
        spec.sampling().checked();
        int longest = voices.stream().mapToInt(voice -> voice.start.length).max().orElse(0);
        int fresh = Math.min(model.config().context() - longest, Math.max(0, spec.maxNewTokens()));
        List<State> states = new ArrayList<>();
        for (int i = 0; i < settings * samples(); i++) {
            states.add(new State(i, prompt));
        }
        List<Decoder> decoders = new ArrayList<>();
        try {
            for (Voice voice : voices) {
                int capacity = voice.start.length + Math.max(1, fresh);
                decoders.add(model.decoder(states.size(), capacity, voice.interventions));
            }
            write(decoders, voices, mix, states, fresh, context);
        } finally {
            decoders.forEach(Decoder::close);
        }
        List<List<GenerateSpec.Sample>> all = new ArrayList<>();
        for (int i = 0; i < settings; i++) {
            List<State> own = states.subList(i * samples(), (i + 1) * samples());
            all.add(own.stream().map(State::sample).toList());
        }
        return all;
    }

    private void write(
            List<Decoder> decoders,
            List<Voice> voices,
            Mix mix,
            List<State> states,
            int fresh,
            JobContext context)
            throws FactorscopeException {
        Sampler sampler = new Sampler(spec.sampling());
        int vocab = model.config().vocab();
        int[][] next = new int[states.size()][];
        for (int written = 0; written < fresh; written++) {
            context.checkpoint();
            List<float[]> read = new ArrayList<>();
            for (int i = 0; i < decoders.size(); i++) {
                if (written == 0) {
                    Arrays.fill(next, voices.get(i).start);
                }
                read.add(decoders.get(i).read(next));
            }
            float[] logits = mix.of(read);
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
            this.random = new SplittableRandom(mix(spec.seed(), index % samples()));
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
