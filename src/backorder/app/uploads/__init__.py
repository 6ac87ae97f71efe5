"""Files that people bring: kept until they are right, then imported, all of a file or nothing."""
