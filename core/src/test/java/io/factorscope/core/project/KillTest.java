package io.factorscope.core.project;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.job.FactorscopeException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/// A process that annotates an analysis is killed at random moments; `-Dkill.times=200` does so
/// more often than the usual few times.
class KillTest {
    private static final int TIMES = Integer.getInteger("kill.times", 6);
    private static final int LONGEST_MILLIS = 120;

    @TempDir Path temp;

    /// What is killed: edits without end, each said once it is kept.
    static final class Annotator {
        private Annotator() {}

        /// Goes on from the edit after `arguments[2]`.
        public static void main(String[] arguments) throws FactorscopeException {
            String padding = "n".repeat(2000);
            try (EditLog log = EditLog.open(Path.of(arguments[0]), Path.of(arguments[1]))) {
                for (int i = Integer.parseInt(arguments[2]) + 1; true; i++) {
                    log.record(
                            List.of(
                                    new Edit.Note("last", Integer.toString(i)),
                                    new Edit.Note("F" + i % 50, i + padding)));
                    System.out.println(i);
                    if (i % 40 == 0) {
                        log.compact();
                    }
                }
            }
        }
    }

    @Test
    void whateverMomentAProcessIsKilledAtEveryEditThatItHadKeptIsThere() throws Exception {
        Path folder = Files.createDirectory(temp.resolve("kept"));
        EditLog.writeFirst(folder, AnalysisState.fresh());
        Random random = new Random(11);
        int last = 0;
        for (int time = 0; time < TIMES; time++) {
            int said = killed(folder, last, random.nextInt(LONGEST_MILLIS));
            Annotations found = EditLog.read(folder).annotations();
            int there = Integer.parseInt(found.note("last"));
            assertTrue(said > last, "it wrote something");
            assertTrue(there >= said, "edit " + said + " was kept, " + there + " is there");
            assertTrue(there <= said + 1, "only the edit being made can be there unsaid");
            String newest = found.note("F" + there % 50);
            assertEquals(Integer.toString(there), newest.substring(0, newest.indexOf('n')));
            last = there;
        }
    }

    /// The last edit that a process said was kept before it was killed.
    private int killed(Path folder, int last, int millis) throws IOException, InterruptedException {
        // Not a pipe: what it holds is lost with the process.
        Path said = temp.resolve("said.txt");
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Annotator.class.getName(),
                                folder.toString(),
                                temp.resolve("user").toString(),
                                Integer.toString(last))
                        .redirectError(temp.resolve("err.txt").toFile())
                        .redirectOutput(said.toFile())
                        .start();
        while (Files.size(said) == 0 && process.isAlive()) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        TimeUnit.MILLISECONDS.sleep(millis);
        process.destroyForcibly();
        assertTrue(process.waitFor(10, TimeUnit.SECONDS));
        String whole = Files.readString(said);
        int end = whole.lastIndexOf('\n');
        int begin = whole.lastIndexOf('\n', end - 1) + 1;
        return end < 0 ? last : Integer.parseInt(whole.substring(begin, end).strip());
    }
}
