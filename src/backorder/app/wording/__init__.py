"""What messages say: the events there are, their templates, and how one is rendered."""
