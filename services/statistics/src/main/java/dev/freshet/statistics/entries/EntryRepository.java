package dev.freshet.statistics.entries;

import org.springframework.data.jpa.repository.JpaSpecificationExecutor;
import org.springframework.data.repository.Repository;

/** Reads {@code freshet.entry}. */
interface EntryRepository extends Repository<Entry, Entry.Key>, JpaSpecificationExecutor<Entry> {}
