package io.audienceroutes.state;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.sql.Types;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.argument.ArgumentFactory;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.generic.GenericTypes;
import org.jdbi.v3.core.mapper.ColumnMapper;
import org.jdbi.v3.core.mapper.ColumnMapperFactory;
import org.jdbi.v3.core.mapper.QualifiedColumnMapperFactory;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.RowMapperFactory;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.qualifier.QualifiedType;
import org.jdbi.v3.core.spi.JdbiPlugin;

/**
 * How values stand in columns, for all repositories. A row becomes a record whose components have the names of the
 * columns; times are text of fixed width, enums their names or a {@link StoredWord}, and what is marked {@link Json} is
 * JSON.
 */
final class ColumnTypes implements JdbiPlugin {
    @Override
    public void customizeJdbi(Jdbi jdbi) {
        jdbi.registerRowMapper((RowMapperFactory) (type, config) -> recordRow(type));
        jdbi.registerArgument(new TimeArgument());
        jdbi.registerColumnMapper(
                Instant.class,
                (row, column, context) -> StoredTime.read(row.getString(column)).orElse(null));
        jdbi.registerArgument((ArgumentFactory) (type, value, config) -> value instanceof StoredWord word
                ? Optional.of((position, statement, context) -> statement.setString(position, word.id()))
                : Optional.empty());
        jdbi.registerColumnMapper((ColumnMapperFactory) (type, config) -> word(GenericTypes.getErasedType(type)));
        jdbi.registerColumnMapper((QualifiedColumnMapperFactory) (type, config) -> json(type));
    }

    private static Optional<RowMapper<?>> recordRow(Type type) {
        Class<?> raw = GenericTypes.getErasedType(type);
        return raw.isRecord() ? Optional.of(ConstructorMapper.of(canonical(raw))) : Optional.empty();
    }

    private static <T> Constructor<T> canonical(Class<T> type) {
        Class<?>[] components = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            Constructor<T> constructor = type.getDeclaredConstructor(components);
            constructor.setAccessible(true);
            return constructor;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("A record has a constructor of all its components", e);
        }
    }

    private static Optional<ColumnMapper<?>> word(Class<?> type) {
        if (!type.isEnum() || !StoredWord.class.isAssignableFrom(type)) {
            return Optional.empty();
        }
        return Optional.of((row, column, context) -> constant(type, row.getString(column)));
    }

    private static Object constant(Class<?> type, String word) {
        return Arrays.stream(type.getEnumConstants())
                .filter(each -> ((StoredWord) each).id().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "The database holds the " + type.getSimpleName() + " '" + word + "', which is not known"));
    }

    private static Optional<ColumnMapper<?>> json(QualifiedType<?> type) {
        return type.hasQualifier(Json.class)
                ? Optional.of((row, column, context) -> StoredJson.read(row.getString(column), type.getType()))
                : Optional.empty();
    }

    private static final class TimeArgument extends AbstractArgumentFactory<Instant> {
        private TimeArgument() {
            super(Types.VARCHAR);
        }

        @Override
        protected Argument build(Instant value, ConfigRegistry config) {
            return (position, statement, context) -> statement.setString(position, StoredTime.write(value));
        }
    }
}
