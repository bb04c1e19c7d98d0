package io.factorscope.core.net;

import io.github.cdimascio.dotenv.Dotenv;
import io.github.cdimascio.dotenv.DotenvEntry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Settings by name from the environment, else from a file `.env` in one of some folders.
public final class EnvFile {
    private static final String NAME = ".env";

    private final Map<String, String> environment;
    private final List<Path> folders;

    /// Looks into the environment first, then into the folders in order.
    public EnvFile(Map<String, String> environment, List<Path> folders) {
        this.environment = Map.copyOf(environment);
        this.folders = List.copyOf(folders);
    }

    /// What is set under a name, without blanks around it; empty where nothing is.
    public String value(String name) {
        String found = environment.getOrDefault(name, "").strip();
        for (Path folder : folders) {
            if (found.isEmpty() && Files.isRegularFile(folder.resolve(NAME))) {
                found = inFile(name, folder);
            }
        }
        return found;
    }

    private static String inFile(String name, Path folder) {
        Dotenv file =
                Dotenv.configure()
                        .directory(folder.toAbsolutePath().toString())
                        .ignoreIfMissing()
                        .ignoreIfMalformed()
                        .load();
        // Only what the file says: the environment has been asked already.
        return file.entries(Dotenv.Filter.DECLARED_IN_ENV_FILE).stream()
                .filter(entry -> entry.getKey().equals(name))
                .map(DotenvEntry::getValue)
                .findFirst()
                .orElse("")
                .strip();
    }

    /// The files that hold one of these names and that other users of this computer can read; never
    /// any where the file system knows no such permissions.
    public List<Path> readableByOthers(List<String> names) {
        return folders.stream()
                .filter(folder -> isReadableByOthers(folder.resolve(NAME)))
                .filter(folder -> names.stream().anyMatch(name -> !inFile(name, folder).isEmpty()))
                .map(folder -> folder.resolve(NAME).normalize())
                .toList();
    }

    /// The same, as what to tell a person, one line a file.
    public List<String> warnings(List<String> names) {
        return readableByOthers(names).stream()
                .map(file ->
                        file
                                + " holds a key and can be read by other users of this computer;"
                                + " close it with: chmod 600 "
                                + file)
                .toList();
    }

    private static boolean isReadableByOthers(Path file) {
        try {
            Set<PosixFilePermission> given = Files.getPosixFilePermissions(file);
            return given.contains(PosixFilePermission.OTHERS_READ)
                    || given.contains(PosixFilePermission.GROUP_READ);
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
