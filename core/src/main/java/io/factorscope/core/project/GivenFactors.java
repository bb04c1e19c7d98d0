package io.factorscope.core.project;

import io.factorscope.core.activation.ActivationSet;
import io.factorscope.core.factorization.Factorization;
import io.factorscope.core.factorization.FitSpec;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.job.Provenance;
import io.factorscope.core.store.FloatRows;
import io.factorscope.core.store.Hashes;
import io.factorscope.core.store.Npy;
import io.factorscope.core.store.NpyArray;

import java.nio.file.Path;
import java.util.Map;

/// Factors that were fitted elsewhere, such as by the reference implementation: F `[d, K]` and G
/// `[n, K]` as `.npy` files, one row of G for each token that is collected.
public final class GivenFactors {
    private final Path fFile;
    private final Path gFile;
    private final NpyArray f;
    private final FloatRows g;

    private GivenFactors(Path fFile, Path gFile, NpyArray f, FloatRows g) {
        this.fFile = fFile;
        this.gFile = gFile;
        this.f = f;
        this.g = g;
    }

    /// Reads the two files.
    ///
    /// **Errors**: those of [Npy#read]; `FS-IMPORT-004` when they do not have as many factors, or G
    /// holds what no activation of a factor is.
    public static GivenFactors read(Path fFile, Path gFile) throws FactorscopeException {
        GivenFactors read =
                new GivenFactors(fFile, gFile, Npy.read(fFile, 2), FloatRows.read(gFile));
        if (read.rank() < 1 || read.f.size(1) != read.g.columns()) {
            throw read.wrong("F has " + read.f.size(1) + " factors, G " + read.g.columns());
        }
        float[] row = new float[read.rank()];
        for (int i = 0; i < read.g.rows(); i++) {
            read.g.row(i, row);
            for (float x : row) {
                if (!(x >= 0) || Float.isInfinite(x)) {
                    throw read.wrong("row " + i + " of G holds " + x);
                }
            }
        }
        for (float x : read.f.values()) {
            if (!Float.isFinite(x)) {
                throw read.wrong("F holds " + x);
            }
        }
        return read;
    }

    /// K.
    public int rank() {
        return f.size(1);
    }

    /// The factorization of these activations; `spec` has this rank.
    ///
    /// **Errors**: `FS-IMPORT-004` when the activations have another number of tokens or width.
    Factorization over(ActivationSet of, FitSpec spec, JobContext context)
            throws FactorscopeException {
        if (f.size(0) != of.d() || g.rows() != of.n()) {
            throw wrong(
                    "F is for activations "
                            + f.size(0)
                            + " wide and G for "
                            + g.rows()
                            + " tokens; the model and the data give "
                            + of.n()
                            + " tokens "
                            + of.d()
                            + " wide");
        }
        context.checkpoint();
        Map<String, String> inputs = Map.of("F", Hashes.sha256(fFile), "G", Hashes.sha256(gFile));
        return Factorization.given(
                f.values(), g, spec, of, Provenance.now("none", spec.seed(), inputs));
    }

    private FactorscopeException wrong(String why) {
        return new FactorscopeException(
                "FS-IMPORT-004",
                fFile
                        + " and "
                        + gFile
                        + " cannot be taken over: "
                        + why
                        + ". Expected finite F [d, K] and G [n, K] of 0 or more, of this model,"
                        + " hook point and data; check --no-bos and whether they lie transposed.");
    }
}
