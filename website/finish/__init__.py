"""What a built site gets last, because it depends on all of its pages."""
