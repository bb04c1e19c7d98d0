package io.factorscope.core.store;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Finds what a file lacks: a record's component that is null although its type does not allow it,
/// however deep it lies in records, collections and maps.
final class Completeness {
    private static final ClassValue<List<Part>> PARTS =
            new ClassValue<>() {
                @Override
                protected List<Part> computeValue(Class<?> type) {
                    return Arrays.stream(type.getRecordComponents()).map(Part::of).toList();
                }
            };

    private Completeness() {}

    /// A record's component that may hold something that can lack something.
    private record Part(String name, Method accessor, boolean optional, boolean primitive) {
        static Part of(RecordComponent component) {
            Method accessor = component.getAccessor();
            accessor.setAccessible(true);
            AnnotatedType type = component.getAnnotatedType();
            return new Part(
                    component.getName(),
                    accessor,
                    type.isAnnotationPresent(Nullable.class),
                    component.getType().isPrimitive());
        }
    }

    /// The path of the first component that lacks its value, or null where all is there.
    static @Nullable String missing(@Nullable Object value) {
        return switch (value) {
            case Record made -> missingIn(made);
            case Iterable<?> many -> missingAmong(many);
            case Map<?, ?> map -> missingAmong(map.values());
            case null, default -> null;
        };
    }

    private static @Nullable String missingIn(Record made) {
        for (Part part : PARTS.get(made.getClass())) {
            if (part.primitive) {
                continue;
            }
            Object held = held(made, part);
            if (held == null && !part.optional) {
                return part.name;
            }
            String deeper = missing(held);
            if (deeper != null) {
                return part.name + "." + deeper;
            }
        }
        return null;
    }

    private static @Nullable String missingAmong(Iterable<?> many) {
        int at = 0;
        for (Object each : many) {
            String deeper = each == null ? "value" : missing(each);
            if (deeper != null) {
                return at + "." + deeper;
            }
            at++;
        }
        return null;
    }

    private static @Nullable Object held(Record made, Part part) {
        try {
            return part.accessor.invoke(made);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no way to read " + part, e);
        }
    }
}
